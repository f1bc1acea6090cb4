import { useTranslation } from "react-i18next";

import type { BenchmarkResult, Mistake, ModelCard } from "@/api/types";
import { Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import { rowOf } from "../figures";
import styles from "../lab.module.css";

const SHOWN = 12;

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
          <MistakeList mistakes={rowOf(result, card.name)?.mistakes ?? null} />
        </section>
      ))}
    </div>
  );
}

/** Null: this network took no part in the run, which is not to say that it made no mistake. */
function MistakeList({ mistakes }: { mistakes: readonly Mistake[] | null }) {
  const { t } = useTranslation("lab");
  const { percent } = useNumbers();
  if (!mistakes) return <p className={styles.soft}>{t("mistakes.unmeasured")}</p>;
  if (mistakes.length === 0) return <p className={styles.soft}>{t("mistakes.clean")}</p>;
  return (
    <ul className={styles.mistakes}>
      {mistakes.slice(0, SHOWN).map(({ name, truth, answer, probability, png }) => (
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
