import { useTranslation } from "react-i18next";

import type { Task } from "@/api/marks";
import type { ModelReading } from "@/api/types";
import { Notice } from "@/components/problem/Notice";

import { agreementOf, isRefusal } from "./agreementOf";

export function Agreement({ task, models }: { task: Task; models: readonly ModelReading[] }) {
  const { t } = useTranslation("draw");
  const agreement = agreementOf(models);
  if (agreement.kind === "none") return null;
  if (agreement.kind === "split")
    return (
      <Notice tone="warning" title={t("disagree")}>
        {agreement.readings.map(({ title, reading }) => t("reads", { title, reading })).join(t("and"))}
      </Notice>
    );
  const { reading } = agreement;
  const word = models.length === 1 ? "alone" : "agree";
  return <Notice title={isRefusal(reading) ? t(`${task}.${word}Refused`, { count: models.length }) : t(word, { reading, count: models.length })} />;
}
