import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";

import { UnreachableError } from "@/api/client";
import { Loading } from "@/components/problem/Notice";

import { ErrorBoundary } from "./ErrorBoundary";
import { Frame } from "./Frame";
import { NotFound } from "./NotFound";
import { PAGES } from "./pages";

import "./messages";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; only a server that is away may come back.
      retry: (count, error) => error instanceof UnreachableError && count < 2,
      refetchOnWindowFocus: false,
      staleTime: 30_000,
    },
  },
});

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Tooltip.Provider delay={350}>
        <Frame>
          <ErrorBoundary>
            <Suspense fallback={<Loading />}>
              <Switch>
                <Route path="/">
                  <Redirect to="/draw" replace />
                </Route>
                {PAGES.map(({ pattern, component: Component }) => (
                  <Route key={pattern} path={pattern}>
                    <Component />
                  </Route>
                ))}
                <Route>
                  <NotFound />
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </Frame>
      </Tooltip.Provider>
    </QueryClientProvider>
  );
}
