import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";

import { confirmFaces, portraitUrl, rejectFaces, suggestionsQuery } from "@/api/people";
import type { Suggestion } from "@/api/types";
import { useSwipe } from "@/components/gallery/useSwipe";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { BackIcon, CheckIcon, CrossIcon, NextIcon, UndoIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";
import { singleKeysOn } from "@/preferences/shortcuts";

import styles from "./people.module.css";
import own from "./questions.module.css";
import { useDoing, useKeys } from "./useDoing";
import { undoKeys } from "./useUndoKey";

type Answer = "yes" | "no" | "later";

/** Faces that could be somebody's, one after the other: y, n, or a swipe. */
export function Questions() {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const [params] = useSearchParams();
  const person = /^\d{1,9}$/.test(params.get("person") ?? "") ? Number(params.get("person")) : null;
  const { data, error, refetch } = useQuery(suggestionsQuery(person));
  const { act, undo } = useDoing();
  // What was answered is not asked again, though the server still has to be told.
  const [answered, setAnswered] = useState<readonly number[]>([]);
  const sent = useRef<Promise<unknown>>(Promise.resolve());
  const left = (data?.suggestions ?? []).filter(({ face }) => !answered.includes(face.id));
  const [current] = left;
  const answer = (said: Answer) => {
    if (!current) return;
    const { face, person: who } = current;
    setAnswered((before) => [...before, face.id]);
    if (said === "later") return;
    const [work, words] = said === "yes" ? ([confirmFaces, "done.yes"] as const) : ([rejectFaces, "done.no"] as const);
    // One after the other: what is undone must be what was said last.
    sent.current = sent.current.then(async () => {
      if (!(await act(() => work(who.id, { faces: [face.id] }), () => t(words, { name: who.name })))) setAnswered((before) => before.filter((id) => id !== face.id));
    });
  };
  const back = () => {
    const last = answered.at(-1);
    sent.current = sent.current.then(async () => {
      if (await undo()) setAnswered((before) => before.filter((id) => id !== last));
    });
  };
  const letters = singleKeysOn();
  useKeys({
    ...(letters ? { y: () => answer("yes"), n: () => answer("no"), s: () => answer("later") } : {}),
    "mod+z": back,
  });
  return (
    <section className={own.questions}>
      <Link href={person === null ? "/faces/people" : `/faces/people/${person}`} className={styles.back}>
        <BackIcon />
        {person === null ? t("all") : t("back")}
      </Link>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data && !current ? <Notice title={t("questions.over")}>{t(answered.length > 0 ? "questions.thanks" : "questions.none")}</Notice> : null}
      {current ? <Question key={current.face.id} suggestion={current} onAnswer={answer} /> : null}
      {data ? (
        <div className={own.foot}>
          <Button look="quiet" aria-keyshortcuts="Control+Z" onClick={back}>
            <UndoIcon />
            {t("undo")} <kbd>{undoKeys}</kbd>
          </Button>
          <p className={styles.soft}>{current ? t("questions.left", { count: Math.max(left.length, data.total - answered.length), number: count(Math.max(left.length, data.total - answered.length)) }) : ""}</p>
        </div>
      ) : null}
    </section>
  );
}

function Question({ suggestion: { face, person, confidence, verdict, like }, onAnswer }: { suggestion: Suggestion; onAnswer(said: Answer): void }) {
  const { t } = useTranslation("people");
  const { plain } = useNumbers();
  const { offset, handlers } = useSwipe({ left: () => onAnswer("no"), right: () => onAnswer("yes"), down: () => onAnswer("later") });
  const keys = singleKeysOn();
  return (
    <article className={own.question} data-testid="question">
      <div role="status">
        <h2>{t("questions.is", { name: person.name || t("unnamed") })}</h2>
      </div>
      <div className={own.two} style={{ transform: `translate(${offset.x}px, ${offset.y}px) rotate(${offset.x / 40}deg)` }} {...handlers}>
        <figure>
          <img src={portraitUrl(face.id, 512)} alt={t("questions.this")} draggable={false} />
          <figcaption>
            <Link href={`/library?picture=${face.picture}`}>{t("questions.picture")}</Link>
          </figcaption>
        </figure>
        <figure>
          <img src={portraitUrl(like.id, 512)} alt={person.name} draggable={false} />
          <figcaption>{person.name || t("unnamed")}</figcaption>
        </figure>
      </div>
      <p className={styles.soft}>{t(`questions.${verdict}`, { score: plain(confidence, 3) })}</p>
      <div className={own.answers}>
        <Button onClick={() => onAnswer("no")}>
          <CrossIcon />
          {t("questions.no")} {keys ? <kbd>n</kbd> : null}
        </Button>
        <Button look="quiet" onClick={() => onAnswer("later")}>
          <NextIcon />
          {t("questions.later")} {keys ? <kbd>s</kbd> : null}
        </Button>
        <Button look="strong" onClick={() => onAnswer("yes")}>
          <CheckIcon />
          {t("questions.yes")} {keys ? <kbd>y</kbd> : null}
        </Button>
      </div>
    </article>
  );
}
