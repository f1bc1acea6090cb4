import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ALPHABETS, type Task } from "@/api/marks";
import { modelsQuery } from "@/api/models";
import type { ModelReading } from "@/api/types";
import { colourOf, inOrder } from "@/components/networks/series";
import { useNumbers } from "@/components/ui/useNumbers";

import { majorityOf } from "./agreementOf";
import styles from "./draw.module.css";
import { ProbabilityBars } from "./ProbabilityBars";

interface NetworkCardsProps {
  task: Task;
  models: readonly ModelReading[];
  glyph: number;
}

/** The networks side by side; before anything is drawn their cards stand empty, so that nothing jumps later. */
export function NetworkCards({ task, models, glyph }: NetworkCardsProps) {
  const { data } = useQuery(modelsQuery);
  const majority = majorityOf(models);
  const suited = (data?.models ?? []).filter((model) => model.task === task);
  const waiting = inOrder(suited, (model) => model.name);
  const count = models.length || waiting.length;
  return (
    <div className={styles.cards} data-single={count === 1 || undefined}>
      {models.length > 0
        ? models.map((model) => (
            <NetworkCard key={model.model} task={task} model={model} glyph={glyph} odd={majority !== null && majority !== model.reading} />
          ))
        : waiting.map((model) => <EmptyCard key={model.name} task={task} name={model.name} title={model.title} />)}
    </div>
  );
}

interface NetworkCardProps {
  task: Task;
  model: ModelReading;
  glyph: number;
  /** Reads something else than the majority. */
  odd: boolean;
}

function NetworkCard({ task, model, glyph, odd }: NetworkCardProps) {
  const { t } = useTranslation("draw");
  const { milliseconds, percent } = useNumbers();
  const mark = model.glyphs[glyph];
  return (
    <article className={styles.card} style={{ "--series": colourOf(model.model) }} data-odd={odd || undefined} data-testid={`card-${model.model}`}>
      <header>
        <h2>{model.title}</h2>
        <span className={styles.time}>{milliseconds(model.time_ms)}</span>
      </header>
      <p className={styles.reading} data-length={Math.min(9, model.reading.length)} data-testid="reading">
        {model.reading || "–"}
      </p>
      <p className={styles.sentence}>
        {mark && !mark.accepted
          ? t(`${task}.rejected`, { label: mark.label, probability: percent(mark.probability, 0) })
          : mark && t("sure", { label: mark.label, probability: percent(mark.probability) })}
      </p>
      <ProbabilityBars labels={ALPHABETS[task]} probabilities={mark?.probabilities} winner={mark?.index} accepted={mark?.accepted ?? false} />
    </article>
  );
}

function EmptyCard({ task, name, title }: { task: Task; name: string; title: string }) {
  return (
    <article className={styles.card} style={{ "--series": colourOf(name) }}>
      <header>
        <h2>{title}</h2>
      </header>
      <p className={styles.reading} data-waiting="">
        –
      </p>
      <p className={styles.sentence} />
      <ProbabilityBars labels={ALPHABETS[task]} accepted={false} />
    </article>
  );
}
