import { useTranslation } from "react-i18next";

import type { ArithmeticReply } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./inside.module.css";

/** The last line of the reckoning: what was listed, what was not, the bias, and the number itself. */
export function Sum({ reply }: { reply: ArithmeticReply }) {
  const { t } = useTranslation("inside");
  const { plain } = useNumbers();
  const { kind, terms, terms_total: total, rest, bias, output } = reply;
  if (kind === "maxpool") return <Result words={t("arithmetic.largest")} output={output} />;
  if (kind === "relu") return <Result words={`max(0, ${plain(terms[0]?.inputs[0]?.[0] ?? 0)})`} output={output} />;
  if (kind === "flatten") return <Result words={t("arithmetic.copy")} output={output} />;
  const listed = terms.reduce((sum, term) => sum + term.subtotal, 0);
  const parts = [t("arithmetic.listed", { count: terms.length, value: plain(listed) })];
  if (total > terms.length) parts.push(t("arithmetic.rest", { count: total - terms.length, value: plain(rest) }));
  if (bias !== null && bias !== undefined) parts.push(t("arithmetic.bias", { value: plain(bias) }));
  return <Result words={parts.join("  +  ")} output={output} />;
}

function Result({ words, output }: { words: string; output: number }) {
  const { plain } = useNumbers();
  return (
    <p className={styles.sum}>
      <span>{words}</span> <strong>= {plain(output, 4)}</strong>
    </p>
  );
}
