import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { cardQuery, exportUrl } from "@/api/models";
import type { ModelCard } from "@/api/types";
import { Confusion } from "@/components/charts/Confusion";
import { colourOf } from "@/components/networks/series";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { LinkButton } from "@/components/ui/Button";
import { BackIcon, SaveIcon } from "@/components/ui/icons";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";

import { Architecture } from "../Architecture";
import { HistoryCurves } from "../HistoryCurves";
import styles from "../lab.module.css";
import { useConfusionWords } from "../useConfusionWords";
import { LayerTable } from "./LayerTable";
import { MetricTable } from "./MetricTable";

export default function ModelPage({ name }: { name: string }) {
  const { t } = useTranslation("lab");
  const { data, error, refetch } = useQuery(cardQuery(name));
  return (
    <div className={styles.stack}>
      <Link href="/lab" className={styles.back}>
        <BackIcon /> {t("all")}
      </Link>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data ? <Card card={data} /> : null}
    </div>
  );
}

function Card({ card }: { card: ModelCard }) {
  const { t } = useTranslation("lab");
  const say = useConfusionWords();
  return (
    <>
      <header className={styles.cardHead} style={{ "--series": colourOf(card.name) }}>
        <div>
          <h2>{card.title}</h2>
          <p className={styles.soft}>{t(`about.${card.name}`, { defaultValue: card.description })}</p>
        </div>
        <LinkButton href={exportUrl(card.name)} download>
          <SaveIcon /> {t("export")}
        </LinkButton>
      </header>
      <div className={styles.pair}>
        <Panel title={t("origin.title")}>
          <Origin card={card} />
        </Panel>
        <Panel title={t("metrics.title")}>
          <MetricTable metrics={card.metrics} />
        </Panel>
      </div>
      <Panel title={t("architecture")}>
        <Architecture name={card.name} title={card.title} />
        <LayerTable layers={card.layers} />
      </Panel>
      <Panel title={t("history.title")}>
        <HistoryCurves cards={[card]} />
      </Panel>
      {card.confusion ? (
        <Panel title={t("confusion.title")}>
          <div className={styles.single}>
            <Confusion matrix={card.confusion} labels={card.labels} caption={t("confusion.caption")} hint={t("confusion.hint")} say={say} />
          </div>
        </Panel>
      ) : null}
    </>
  );
}

function Origin({ card }: { card: ModelCard }) {
  const { t } = useTranslation("lab");
  const { bytes, count } = useNumbers();
  const { provenance } = card;
  const facts: [string, string][] = [
    [t("origin.version"), `${card.name} ${card.version}`],
    [t("origin.licence"), card.licence],
    [t("origin.data"), provenance.data],
    [t("origin.recipe"), provenance.recipe],
    [t("origin.commit"), provenance.commit],
    [t("facts.parameters"), count(card.parameters)],
    [t("facts.multiplyAdds"), count(card.multiply_adds)],
    [t("facts.size"), bytes(card.bytes)],
  ];
  if (provenance.seed !== null) facts.push([t("origin.seed"), String(provenance.seed)]);
  if (provenance.notes) facts.push([t("origin.notes"), provenance.notes]);
  return (
    <dl className={styles.origin}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
