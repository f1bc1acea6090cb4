import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./results.module.css";

/** What the answer cost, by stage, and which models gave it. */
export function Timings({ reply }: { reply: SearchReply }) {
  const { t } = useTranslation("search");
  const { count, milliseconds } = useNumbers();
  const { total = 0, ...stages } = reply.timings_ms;
  const parts = Object.entries(stages).map(([stage, ms]) => `${t(`stages.${stage}`, { defaultValue: stage })} ${milliseconds(ms)}`);
  const models = Object.entries(reply.models).map(([name, version]) => `${name} ${version}`);
  return (
    <p className={styles.timings}>
      {t("compared", { count: reply.considered, number: count(reply.considered), time: milliseconds(total) })}
      {parts.length > 0 ? ` (${parts.join(" · ")})` : ""}
      {models.length > 0 ? ` · ${t("model", { names: models.join(", ") })}` : ""}
    </p>
  );
}
