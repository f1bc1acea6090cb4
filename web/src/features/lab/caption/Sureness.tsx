import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import type { BenchmarkResult } from "@/api/types";
import { Legend } from "@/components/charts/Legend";
import { Loading } from "@/components/problem/Notice";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./caption.module.css";

const Curves = lazy(() => import("@/components/charts/Curves"));

interface SurenessProps {
  result: BenchmarkResult;
  /** Of which width; the first row's when absent. */
  beam: number | undefined;
}

/** How many of the sentences fit that the model is so sure of. */
export function Sureness({ result, beam }: SurenessProps) {
  const { t } = useTranslation("lab");
  const { percent } = useNumbers();
  const row = result.rows.find((each) => each.setting.beam === beam) ?? result.rows[0];
  const bins = row?.reliability ?? [];
  if (bins.length < 2) return null;
  const at = bins.map(([, confidence]) => Math.round(100 * confidence));
  const curves = [
    { key: "fits", label: t("caption.sureness.fits"), colour: "var(--series-1)", values: bins.map(([, , fits]) => fits) },
    { key: "ideal", label: t("caption.sureness.ideal"), colour: "var(--text-soft)", dashed: true, values: bins.map(([, confidence]) => confidence) },
  ];
  return (
    <Panel title={t("caption.sureness.title")}>
      <p className={styles.soft}>{t("caption.sureness.lead")}</p>
      <Legend items={curves} />
      <Suspense fallback={<Loading />}>
        <Curves label={t("caption.sureness.title")} along={t("caption.sureness.confidence")} curves={curves} at={at} format={(value) => percent(value, 0)} from={0} upTo={1} />
      </Suspense>
    </Panel>
  );
}
