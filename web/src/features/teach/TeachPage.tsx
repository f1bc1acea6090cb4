import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch } from "wouter";

import { Loading, Notice } from "@/components/problem/Notice";
import { Toasts } from "@/components/ui/Toasts";

import { LessonsPage } from "./lessons/LessonsPage";

import "./messages";

const Workspace = lazy(() => import("./Workspace"));

export default function TeachPage() {
  const { t } = useTranslation("teach");
  return (
    <Toasts>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/teach" component={LessonsPage} />
          <Route path="/teach/:name/:part?">
            {({ name, part }) => <Workspace key={name} name={decodeURIComponent(name)} part={part ?? "pictures"} />}
          </Route>
          <Route>
            <Notice tone="warning" action={<Link href="/teach">{t("title")}</Link>}>
              {t("lost")}
            </Notice>
          </Route>
        </Switch>
      </Suspense>
    </Toasts>
  );
}
