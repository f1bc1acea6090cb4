import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch, useLocation } from "wouter";

import { Loading, Notice } from "@/components/problem/Notice";
import { Subpages } from "@/components/ui/Subpages";

import styles from "./lab.module.css";
import { ModelsPage } from "./ModelsPage";

import "./messages";

const ComparePage = lazy(() => import("./compare/ComparePage"));
const ModelPage = lazy(() => import("./model/ModelPage"));

const TABS = [
  { name: "models", path: "/lab" },
  { name: "compare", path: "/lab/compare" },
] as const;

export default function LabPage() {
  const { t } = useTranslation("lab");
  const [location] = useLocation();
  const here = location === "/lab/compare" ? location : "/lab";
  return (
    <div className={styles.page}>
      <Subpages
        title={t("title")}
        lead={t("lead")}
        label={t("title")}
        pages={TABS.map(({ name, path }) => ({ path, name: t(`tabs.${name}`) }))}
        here={here}
      />
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/lab" component={ModelsPage} />
          <Route path="/lab/compare" component={ComparePage} />
          <Route path="/lab/models/:name">{({ name }) => <ModelPage name={name} />}</Route>
          <Route>
            <Notice tone="warning" action={<Link href="/lab">{t("tabs.models")}</Link>}>
              {t("lost")}
            </Notice>
          </Route>
        </Switch>
      </Suspense>
    </div>
  );
}
