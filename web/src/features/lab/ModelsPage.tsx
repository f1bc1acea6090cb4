import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import type { ModelCard } from "@/api/types";
import { colourOf } from "@/components/networks/series";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { Hint } from "@/components/ui/IconButton";
import { useNumbers } from "@/components/ui/useNumbers";

import { type Family, NAMED } from "./families";
import { accuracyOf } from "./figures";
import styles from "./lab.module.css";
import { useFamilies } from "./useFamilies";
import { type LatencyRun, useLatency } from "./useLatency";

export function ModelsPage() {
  const { t } = useTranslation("lab");
  const { families, error, loading, retry } = useFamilies();
  if (error) return <ProblemNotice error={error} onRetry={retry} />;
  if (loading) return <Loading />;
  if (families.length === 0) return <Notice>{t("none")}</Notice>;
  return (
    <div className={styles.stack}>
      {withOthersTogether(families).map((family) => (
        <FamilyTiles key={family.key} family={family} />
      ))}
    </div>
  );
}

/** Here figures are not compared: models without a family name stand in one row. */
function withOthersTogether(families: readonly Family[]): Family[] {
  const cards = families.filter(({ key }) => !NAMED.includes(key)).flatMap((family) => family.cards);
  const named = families.filter(({ key }) => NAMED.includes(key));
  return cards.length > 0 ? [...named, { key: "others", benchmark: "classify", cards }] : named;
}

function FamilyTiles({ family }: { family: Family }) {
  const { t } = useTranslation("lab");
  const latency = useLatency(family);
  const { cards } = family;
  return (
    <section className={styles.stack} aria-label={t(`families.${family.key}`)}>
      <h2>{t(`families.${family.key}`)}</h2>
      <div className={styles.models}>
        {cards.map((card) => (
          <ModelTile key={card.name} card={card} latency={latency} />
        ))}
      </div>
      <LatencyBar latency={latency} />
    </section>
  );
}

export function LatencyBar({ latency }: { latency: LatencyRun }) {
  const { t } = useTranslation("lab");
  const { count } = useNumbers();
  return (
    <div className={styles.latency}>
      <Button onClick={latency.measure} disabled={latency.running}>
        {latency.running ? t("latency.running") : t(latency.reply ? "latency.again" : "latency.measure")}
      </Button>
      <p className={styles.soft}>{latency.reply ? t("latency.done", { runs: count(latency.reply.runs) }) : t("latency.why")}</p>
      {latency.error ? <ProblemNotice error={latency.error} onRetry={latency.measure} /> : null}
    </div>
  );
}

function ModelTile({ card, latency }: { card: ModelCard; latency: LatencyRun }) {
  const { t } = useTranslation("lab");
  const { bytes, compact, milliseconds, percent } = useNumbers();
  const accuracy = accuracyOf(card);
  const measured = latency.of(card.name);
  const facts: [string, string][] = [
    [t("facts.parameters"), compact(card.parameters)],
    [t("facts.multiplyAdds"), compact(card.multiply_adds)],
    [t("facts.size"), bytes(card.bytes)],
    [t("facts.latency"), measured ? milliseconds(measured.latency_ms_p50) : "–"],
  ];
  return (
    <article className={styles.tile} style={{ "--series": colourOf(card.name) }}>
      <h3>
        <Link href={`/lab/models/${card.name}`}>{card.title}</Link>
      </h3>
      <p className={styles.soft}>{t(`about.${card.name}`, { defaultValue: card.description })}</p>
      <p className={styles.figure}>
        {accuracy ? (
          <Hint label={`${accuracy.data} · ${accuracy.protocol}`}>
            <button type="button" className={styles.metric}>
              {percent(accuracy.value, 2)}
            </button>
          </Hint>
        ) : (
          "–"
        )}
        <span className={styles.soft}>{t("facts.accuracy")}</span>
      </p>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
