import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import type { EpochFigures, ModelCard } from "@/api/types";
import type { Curve } from "@/components/charts/Curves";
import { Legend } from "@/components/charts/Legend";
import { colourOf } from "@/components/networks/series";
import { Loading, Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./lab.module.css";

const Curves = lazy(() => import("@/components/charts/Curves"));

type Figure = "loss" | "accuracy";
type Part = "train" | "validation";

const valueOf = (epoch: EpochFigures, part: Part, figure: Figure) => epoch[`${part}_${figure}`];

/** The first epochs climb steeply; cutting them off shows what differs afterwards. */
function beginningOf(cards: readonly ModelCard[]): number {
  const later = cards.flatMap((card) => card.history.slice(2).map((epoch) => Math.min(epoch.train_accuracy, epoch.validation_accuracy)));
  return later.length === 0 ? 0 : Math.floor(Math.min(...later) * 20) / 20;
}

/** Loss and accuracy of training (dashed) and validation (solid), epoch by epoch. */
export function HistoryCurves({ cards }: { cards: readonly ModelCard[] }) {
  const { t } = useTranslation("lab");
  const { percent, plain } = useNumbers();
  const told = cards.filter((card) => card.history.length > 0);
  if (told.length === 0) return <Notice>{t("history.none")}</Notice>;
  const curves = (figure: Figure): Curve[] =>
    told.flatMap((card) =>
      (["train", "validation"] as const).map((part) => ({
        key: `${card.name} ${part}`,
        label: `${card.title}, ${t(`history.${part}`)}`,
        colour: colourOf(card.name),
        dashed: part === "train",
        values: card.history.map((epoch) => valueOf(epoch, part, figure)),
      })),
    );
  return (
    <div className={styles.stack}>
      <Legend items={curves("loss")} />
      <div className={styles.pair}>
        <Suspense fallback={<Loading />}>
          <section>
            <h3>{t("history.loss")}</h3>
            <Curves label={t("history.loss")} along={t("history.epoch")} curves={curves("loss")} format={(value) => plain(value, 2)} logarithmic />
          </section>
          <section>
            <h3>{t("history.accuracy")}</h3>
            <Curves label={t("history.accuracy")} along={t("history.epoch")} curves={curves("accuracy")} format={(value) => percent(value, 1)} from={beginningOf(told)} />
          </section>
        </Suspense>
      </div>
      <p className={styles.soft}>{t("history.why")}</p>
    </div>
  );
}
