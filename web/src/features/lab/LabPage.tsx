import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch, useLocation } from "wouter";

import { Loading, Notice } from "@/components/problem/Notice";

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
  const here = location === "/lab/compare" ? "compare" : "models";
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t("title")}</h1>
          <p className={styles.soft}>{t("lead")}</p>
        </div>
        <nav aria-label={t("title")} className={styles.tabs}>
          {TABS.map(({ name, path }) => (
            <Link key={name} href={path} aria-current={name === here ? "page" : undefined}>
              {t(`tabs.${name}`)}
            </Link>
          ))}
        </nav>
      </header>
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
