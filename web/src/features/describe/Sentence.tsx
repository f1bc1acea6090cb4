import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Caption } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./describe.module.css";
import { type Piece, piecesOf } from "./pieces";
import { shownOf, type Step, type Steps } from "./steps";

interface SentenceProps {
  caption: Caption;
  steps: Steps;
  onStep(step: Step): void;
}

/** A resting mouse under which a sentence grows has not been pointed anywhere. */
const pointing = (event: PointerEvent) => event.pointerType === "mouse" && (event.movementX !== 0 || event.movementY !== 0);

/** The sentence in English: every word is a button for where the model looked for it. */
export function Sentence({ caption, steps, onStep }: SentenceProps) {
  const { t } = useTranslation("describe");
  const { percent } = useNumbers();
  const group = useRef<HTMLDivElement>(null);
  const shown = shownOf(steps);
  // Steps by keys take the focus along while it is in the sentence.
  useEffect(() => {
    if (steps.at === null || !group.current?.contains(document.activeElement)) return;
    group.current.querySelector<HTMLElement>(`[data-word="${steps.at}"]`)?.focus();
  }, [steps.at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const ends = { Home: 0, End: caption.words.length - 1, Escape: null } as const;
    if (!(event.key in ends) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onStep({ kind: "go", word: ends[event.key as keyof typeof ends] });
  };
  const pieces = piecesOf(caption.text, caption.words.map(({ text }) => text));
  const stop = steps.at ?? 0;
  return (
    <div ref={group} className={styles.sentence} role="toolbar" aria-label={t("sentence.label")} lang="en" onKeyDown={onKeyDown} onPointerLeave={() => onStep({ kind: "point", word: null })}>
      {withStop(pieces.map(({ text, word }, index) => {
        if (word === null) return <span key={index} data-hidden={isHidden(pieces, index, steps) || undefined}>{text}</span>;
        const probability = caption.words[word]?.probability ?? 0;
        return (
          <button
            key={index}
            type="button"
            data-word={word}
            data-hidden={word >= steps.grown || undefined}
            data-shown={word === shown || undefined}
            aria-pressed={word === steps.at}
            aria-label={t("sentence.word", { word: text, probability: percent(probability, 0) })}
            tabIndex={word === stop ? 0 : -1}
            style={{ "--probability": probability }}
            onPointerMove={(event) => (pointing(event) && steps.pointed !== word ? onStep({ kind: "point", word }) : undefined)}
            onFocus={(event) => (event.target.matches(":focus-visible") && steps.at !== word ? onStep({ kind: "go", word }) : undefined)}
            onClick={() => onStep({ kind: "choose", word })}
          >
            {text}
          </button>
        );
      }))}
    </div>
  );
}

/** The full stop never stands alone on a line. */
function withStop(parts: readonly ReactNode[]): ReactNode {
  return (
    <>
      {parts.slice(0, -2)}
      <span className={styles.last}>{parts.slice(-2)}</span>
    </>
  );
}

/** What stands between words comes with the word before it. */
function isHidden(pieces: readonly Piece[], index: number, { grown, words }: Steps): boolean {
  const before = pieces.slice(0, index).findLast(({ word }) => word !== null)?.word ?? -1;
  return grown < words && before >= grown - 1;
}

interface ChineseProps {
  caption: Caption;
  steps: Steps;
  onStep(step: Step): void;
}

/** The same sentence in Chinese; its pieces light up with the English words that they stand for. */
export function ChineseSentence({ caption, steps, onStep }: ChineseProps) {
  const shown = shownOf(steps);
  const growing = steps.grown < steps.words;
  return (
    <p className={styles.chinese} lang="zh-Hans" data-growing={growing || undefined} onPointerLeave={() => onStep({ kind: "point", word: null })}>
      <span className="visually-hidden">{caption.text_zh}</span>
      <span aria-hidden="true">
        {caption.words_zh.map(({ text, word }, index) =>
          word === null || word === undefined ? (
            <span key={index}>{text}</span>
          ) : (
            <span
              key={index}
              data-piece=""
              data-shown={word === shown || undefined}
              aria-hidden="true"
              onPointerMove={(event) => (pointing(event) && steps.pointed !== word ? onStep({ kind: "point", word }) : undefined)}
              onClick={() => onStep({ kind: "choose", word })}
            >
              {text}
            </span>
          ),
        )}
      </span>
    </p>
  );
}
