import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch, useLocation } from "wouter";

import { Loading, Notice } from "@/components/problem/Notice";
import { Subpages } from "@/components/ui/Subpages";

import styles from "./lab.module.css";
import { ModelsPage } from "./ModelsPage";

import "./messages";

const CaptionPage = lazy(() => import("./caption/CaptionPage"));
const ComparePage = lazy(() => import("./compare/ComparePage"));
const ModelPage = lazy(() => import("./model/ModelPage"));
const SketchPage = lazy(() => import("./sketch/SketchPage"));

const TABS = [
  { name: "models", path: "/lab" },
  { name: "compare", path: "/lab/compare" },
  { name: "sketch", path: "/lab/sketch" },
  { name: "caption", path: "/lab/caption" },
] as const;

export default function LabPage() {
  const { t } = useTranslation("lab");
  const [location] = useLocation();
  const here = TABS.find(({ path }) => path === location)?.path ?? "/lab";
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
          <Route path="/lab/sketch" component={SketchPage} />
          <Route path="/lab/caption" component={CaptionPage} />
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
