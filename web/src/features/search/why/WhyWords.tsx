import { useTranslation } from "react-i18next";

import type { WhyReply } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import { marksIn } from "./marks";
import styles from "./why.module.css";

/** What each word adds, and the hit's texts that hold words of the query. */
export function WhyWords({ reply }: { reply: WhyReply }) {
  const { t } = useTranslation("search");
  const { plain } = useNumbers();
  const most = Math.max(0.01, ...reply.words.map(({ share }) => Math.abs(share)));
  return (
    <>
      {reply.words.length > 1 ? (
        <ul className={styles.words} aria-label={t("why.words")}>
          {reply.words.map(({ text, share }, index) => (
            <li key={index} data-against={share < 0 || undefined} style={{ "--share": Math.abs(share) / most }}>
              {text} <span>{plain(share, 2)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {reply.texts.length > 0 ? (
        <dl className={styles.texts} aria-label={t("why.texts")}>
          {reply.texts.map(({ kind, text, words }) => (
            <div key={kind + text}>
              <dt>{t(`matched.${kind}`)}</dt>
              <dd>{marksIn(text, words).map(({ text: part, marked }, index) => (marked ? <mark key={index}>{part}</mark> : part))}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}
