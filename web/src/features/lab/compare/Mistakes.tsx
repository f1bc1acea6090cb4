import { useTranslation } from "react-i18next";

import type { BenchmarkResult, Mistake, ModelCard } from "@/api/types";
import { Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import { rowOf } from "../figures";
import styles from "../lab.module.css";
import { useLabels } from "../useLabels";

const SHOWN = 12;

const isPhoto = (card: ModelCard) => card.input.channels === 3;

interface MistakesProps {
  cards: readonly ModelCard[];
  result: BenchmarkResult | null;
}

export function Mistakes({ cards, result }: MistakesProps) {
  const { t } = useTranslation("lab");
  if (!result) return <Notice action={<a href="#benchmark">{t("run.title")}</a>}>{t("mistakes.none")}</Notice>;
  return (
    <div className={styles.trio}>
      {cards.map((card) => (
        <section key={card.name}>
          <h3>{card.title}</h3>
          <MistakeList card={card} mistakes={rowOf(result, card.name)?.mistakes ?? null} />
        </section>
      ))}
    </div>
  );
}

/** Null: this network took no part in the run, which is not to say that it made no mistake. */
function MistakeList({ card, mistakes }: { card: ModelCard; mistakes: readonly Mistake[] | null }) {
  const { t } = useTranslation("lab");
  const { percent } = useNumbers();
  const { one } = useLabels();
  if (!mistakes) return <p className={styles.soft}>{t("mistakes.unmeasured")}</p>;
  if (mistakes.length === 0) return <p className={styles.soft}>{t("mistakes.clean")}</p>;
  const told = mistakes
    .slice(0, SHOWN)
    .map((mistake) => ({ ...mistake, truth: one(card, mistake.truth), answer: one(card, mistake.answer) }));
  return (
    <ul className={styles.mistakes} data-photos={isPhoto(card) || undefined}>
      {told.map(({ name, truth, answer, probability, png }) => (
        <li key={name}>
          <img src={png} alt={t("mistakes.alt", { truth, answer })} title={name} />
          <p>
            {truth} → <strong>{answer}</strong>
          </p>
          <p className={styles.soft}>{percent(probability, 0)}</p>
        </li>
      ))}
    </ul>
  );
}
