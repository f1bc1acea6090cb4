import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch } from "wouter";

import { Loading, Notice } from "@/components/problem/Notice";
import { Toasts } from "@/components/ui/Toasts";

import { FindPage } from "./find/FindPage";

import "./messages";

const ComparePage = lazy(() => import("./compare/ComparePage"));
const PeoplePage = lazy(() => import("./people/PeoplePage"));

export default function FacesPage() {
  const { t } = useTranslation("faces");
  return (
    <Toasts>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/faces" component={FindPage} />
          <Route path="/faces/compare" component={ComparePage} />
          <Route path="/faces/people/*?" component={PeoplePage} />
          <Route>
            <Notice tone="warning" action={<Link href="/faces">{t("tabs.find")}</Link>}>
              {t("lost")}
            </Notice>
          </Route>
        </Switch>
      </Suspense>
    </Toasts>
  );
}
