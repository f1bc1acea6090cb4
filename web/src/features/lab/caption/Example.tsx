import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { captionSpriteUrl } from "@/api/benchmarks";
import type { CaptionExample, CaptionLook } from "@/api/types";
import { HeatCanvas } from "@/components/naming/HeatCanvas";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./caption.module.css";
import { cellsOf, stepped } from "./cells";

const OPACITY = 0.72; // of the map over the picture
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

interface ExampleProps {
  look: CaptionLook;
  /** Of its picture in the sprite. */
  place: number;
  example: CaptionExample;
}

/** A picture, its sentence word by word with the map of the word pointed at, and what people wrote. */
export function Example({ look, place, example }: ExampleProps) {
  const { t } = useTranslation("lab");
  const { percent, plain } = useNumbers();
  const [at, setAt] = useState<number | null>(null);
  const word = at === null ? undefined : example.words[at];
  return (
    <li className={styles.example}>
      <Picture look={look} place={place} example={example} word={at} />
      <div className={styles.told}>
        <Words example={example} at={at} onWord={setAt} />
        <p className={styles.soft} aria-live="polite">
          {word
            ? t("caption.examples.probability", { word: word.text, value: percent(word.probability, 0) })
            : [
                t("caption.examples.cider", { value: plain(example.cider, 2) }),
                t("caption.examples.confidence", { value: percent(example.confidence, 0) }),
                ...(example.sure ? [] : [t("caption.examples.unsure")]),
              ].join(" · ")}
        </p>
        <details className={styles.wrote}>
          <summary>{t("caption.examples.wrote")}</summary>
          <ul>
            {example.references.map((text) => (
              <li key={text} lang="en">
                {text}
              </li>
            ))}
          </ul>
        </details>
      </div>
    </li>
  );
}

function Picture({ look, place, example, word }: ExampleProps & { word: number | null }) {
  const { t } = useTranslation("lab");
  const { columns, tile } = look;
  const rows = Math.ceil(look.examples.length / columns);
  const share = (step: number, of: number) => `${of > 1 ? (100 * step) / (of - 1) : 0}%`;
  const attention = word === null ? undefined : example.words[word]?.attention;
  const cells = useMemo(() => (attention ? cellsOf(attention) : null), [attention]);
  return (
    <div
      className={styles.picture}
      role="img"
      aria-label={t("caption.examples.picture", { text: example.text })}
      style={{
        backgroundImage: `url("${captionSpriteUrl(look)}")`,
        backgroundSize: `${100 * columns}% ${100 * rows}%`,
        backgroundPosition: `${share(place % columns, columns)} ${share(Math.floor(place / columns), rows)}`,
      }}
    >
      {cells ? <HeatCanvas cells={cells} width={tile} height={tile} opacity={OPACITY} /> : null}
    </div>
  );
}

interface WordsProps {
  example: CaptionExample;
  at: number | null;
  onWord(at: number | null): void;
}

/** The words as one stop of the tab key; arrows go from word to word. */
function Words({ example, at, onWord }: WordsProps) {
  const { t } = useTranslation("lab");
  const list = useRef<HTMLOListElement>(null);
  const go = (event: KeyboardEvent, place: number) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = stepped(place, step, example.words.length);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <ol className={styles.words} ref={list} lang="en" aria-label={t("caption.examples.words", { text: example.text })} onMouseLeave={() => onWord(null)}>
      {example.words.map(({ text, probability }, place) => (
        <li key={place}>
          <button
            type="button"
            tabIndex={place === (at ?? 0) ? 0 : -1}
            aria-pressed={at === place}
            onClick={() => onWord(place)}
            onFocus={() => onWord(place)}
            onBlur={() => onWord(null)}
            onMouseEnter={() => onWord(place)}
            onKeyDown={(event) => go(event, place)}
          >
            {text}
            <i style={{ width: `${100 * probability}%` }} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ol>
  );
}
