import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";

import { isAnswerable, isSketch, isWords, MOST_TERMS, withChanged, withoutTerm } from "../query";
import type { Intake } from "../useIntake";
import { asking, type QueryUrl } from "../useQueryUrl";
import styles from "./bar.module.css";
import { PictureSources } from "./PictureSources";
import { RegionPanel } from "./RegionPanel";
import { TermCard } from "./TermCard";

interface QueryBarProps {
  url: QueryUrl;
  intake: Intake;
}

/** What is searched for besides the words of the field above. Each term is a card, and each way to bring one in stands after the last. */
export function QueryBar({ url: { query, go, adjust }, intake }: QueryBarProps) {
  const { t } = useTranslation("search");
  const [marking, setMarking] = useState<number | null>(null);
  const section = useRef<HTMLElement>(null);
  const { terms } = query;
  const inField = terms.findIndex(isWords);
  const marked = marking === null ? undefined : terms[marking];
  // What had the focus goes; it must not fall back to the top of the page.
  const focusOn = (selector: string) =>
    requestAnimationFrame(() => (section.current?.querySelector<HTMLElement>(selector) ?? document.getElementById("content"))?.focus());
  const remove = (index: number) => {
    setMarking(null);
    go((current) => asking(withoutTerm(current.terms, index)));
    focusOn("[data-remove] button");
  };
  const close = () => {
    focusOn(`[data-term="${marking}"] button[aria-expanded]`);
    setMarking(null);
  };
  return (
    <section ref={section} className={styles.bar} aria-label={t("bar.title")}>
      <ul className={styles.terms}>
        {terms.map((term, index) => (index === inField ? null : (
          <TermCard
            key={`${index} ${term.kind}${term.id}`}
            term={term}
            number={index + 1}
            alone={terms.length === 1}
            marking={marking === index}
            onMark={() => setMarking(marking === index ? null : index)}
            onDraw={query.drawing ? undefined : () => go({ drawing: true })}
            onWeigh={(weight) => adjust((current) => asking(withChanged(current.terms, index, { weight })))}
            onRemove={() => remove(index)}
          />
        )))}
        <li className={styles.more}>
          <PictureSources adds disabled={terms.length >= MOST_TERMS || intake.waiting > 0} onFiles={(files) => intake.take(files, true)} onDraw={query.drawing || terms.some(isSketch) ? undefined : () => go({ drawing: true })} />
          {intake.waiting > 0 ? <Loading label={t("bar.sending", { count: intake.waiting })} /> : null}
        </li>
      </ul>
      {marked ? (
        <RegionPanel
          term={marked}
          onChange={(box) => adjust((current) => asking(withChanged(current.terms, marking ?? 0, { box })))}
          onClose={close}
        />
      ) : null}
      {intake.error ? <ProblemNotice error={intake.error} /> : null}
      {isAnswerable(query) ? null : <Notice tone="warning">{t("bar.onlyUnlike")}</Notice>}
    </section>
  );
}
