import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { captionLookQuery, sentencesResultQuery } from "@/api/benchmarks";
import { cardQuery } from "@/api/models";
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
  const card = useQuery({ ...cardQuery(look?.model ?? SERVED), retry: false, enabled: data !== undefined });
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
      {card.data ? <Learned card={card.data} /> : null}
    </div>
  );
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
