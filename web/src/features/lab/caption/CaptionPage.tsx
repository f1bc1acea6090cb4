import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { captionLookQuery, sentencesResultQuery } from "@/api/benchmarks";
import { cardQuery, modelsQuery } from "@/api/models";
import type { ModelCard } from "@/api/types";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Panel } from "@/components/ui/Panel";

import { HistoryCurves } from "../HistoryCurves";
import styles from "./caption.module.css";
import { Examples } from "./Examples";
import { Figures } from "./Figures";
import { SearchFigures } from "./SearchFigures";
import { Sureness } from "./Sureness";

const COMMAND = "mindseye bench caption --data DIR --beam 1 --beam 3 --beam 5";
const SERVED = "caption"; // the model whose curves are shown before the first run

/** How captions learned, how near they come to people's, and where the model looked: the newest run of the benchmark. */
export default function CaptionPage() {
  const { data, error, refetch } = useQuery(sentencesResultQuery("caption"));
  const look = useQuery(captionLookQuery).data?.look ?? null;
  const result = data?.result ?? null;
  const card = useCardOf(data ? (look?.model ?? SERVED) : null);
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className={styles.stack}>
      {result ? <Figures result={result} look={look} /> : <None />}
      {look && look.examples.length > 0 ? <Examples look={look} /> : null}
      <div className={styles.pair}>
        {result ? <Sureness result={result} beam={look?.beam} /> : null}
        <SearchFigures />
      </div>
      {card ? <Learned card={card} /> : null}
    </div>
  );
}

/** The card of a model that is there: the one that was measured may have been taken away since. */
function useCardOf(name: string | null): ModelCard | undefined {
  const there = useQuery(modelsQuery).data?.models.some((model) => model.name === name) ?? false;
  return useQuery({ ...cardQuery(name ?? ""), enabled: there }).data;
}

function None() {
  const { t } = useTranslation("lab");
  return (
    <Notice title={t("caption.none.title")} action={<Link href="/describe">{t("caption.none.describe")}</Link>}>
      <p>{t("caption.none.cure")}</p>
      <p>
        <code className={styles.command}>{COMMAND}</code>
      </p>
    </Notice>
  );
}

function Learned({ card }: { card: ModelCard }) {
  const { t } = useTranslation("lab");
  return (
    <Panel title={t("history.title")} aside={<Link href={`/lab/models/${card.name}`}>{card.title}</Link>}>
      <HistoryCurves cards={[card]} />
    </Panel>
  );
}
