import { useTranslation } from "react-i18next";

import type { ModelReading } from "@/api/types";
import { Notice } from "@/components/problem/Notice";

import { agreementOf } from "./agreementOf";

export function Agreement({ models }: { models: readonly ModelReading[] }) {
  const { t } = useTranslation("draw");
  const agreement = agreementOf(models);
  if (agreement.kind === "none") return null;
  if (agreement.kind === "split")
    return (
      <Notice tone="warning" title={t("disagree")}>
        {agreement.readings.map(({ title, reading }) => t("reads", { title, reading })).join(t("and"))}
      </Notice>
    );
  const refused = !/\d/.test(agreement.reading);
  return <Notice title={refused ? t("agreeRefused", { count: models.length }) : t("agree", { reading: agreement.reading, count: models.length })} />;
}
