import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/Button";
import { Choice } from "@/components/ui/Choice";
import { RepeatIcon } from "@/components/ui/icons";

import { type Asked, BEAMS, COUNTS, startOf } from "./asked";
import styles from "./describe.module.css";

interface WritingProps {
  asked: Asked;
  busy: boolean;
  /** The words up to the chosen one; empty: none is chosen. */
  offered: string;
  onAdjust(change: Partial<Asked>): void;
  /** The same sentence once more, from its first word on. */
  onAgain(): void;
}

const options = (values: readonly number[]) => values.map((value) => ({ value: String(value), label: String(value) }));

/** How the sentence is written: its first words, how far the model looks ahead, how many sentences. */
export function Writing({ asked, busy, offered, onAdjust, onAgain }: WritingProps) {
  const { t } = useTranslation("describe");
  const id = useId();
  return (
    <section className={styles.writing} aria-labelledby={id}>
      <h2 id={id}>{t("writing.title")}</h2>
      {/* What was typed is one thing, what the link says another: a new link brings a new field. */}
      <Start key={asked.start} start={asked.start} busy={busy} onStart={(start) => (start === asked.start ? onAgain() : onAdjust({ start }))} />
      {offered && offered !== asked.start ? (
        <Button look="quiet" className={styles.offered} onClick={() => onAdjust({ start: offered })}>
          {t("writing.offered", { start: offered })}
        </Button>
      ) : null}
      <div className={styles.choices}>
        <div>
          <span aria-hidden="true">{t("writing.beam")}</span>
          <Choice label={t("writing.beam")} value={String(asked.beam)} options={options(BEAMS)} onChange={(beam) => onAdjust({ beam: Number(beam) })} />
        </div>
        <div>
          <span aria-hidden="true">{t("writing.count")}</span>
          <Choice label={t("writing.count")} value={String(asked.count)} options={options(COUNTS)} onChange={(count) => onAdjust({ count: Number(count) })} />
        </div>
      </div>
      <p className={styles.soft}>{t("writing.beamWhy")}</p>
    </section>
  );
}

function Start({ start, busy, onStart }: { start: string; busy: boolean; onStart(start: string): void }) {
  const { t } = useTranslation("describe");
  const [typed, setTyped] = useState(start);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onStart(startOf(typed));
  };
  return (
    <form className={styles.start} onSubmit={submit}>
      <label htmlFor={id}>{t("writing.start")}</label>
      <div>
        <input
          id={id}
          type="text"
          lang="en"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          placeholder={t("writing.example")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" look="strong" disabled={busy}>
          <RepeatIcon />
          {t("writing.again")}
        </Button>
      </div>
    </form>
  );
}
