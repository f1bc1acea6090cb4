import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { whyQuery } from "@/api/search";
import type { Picture, WhyReply } from "@/api/types";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Choice } from "@/components/ui/Choice";
import { Slider } from "@/components/ui/Slider";
import { useNumbers } from "@/components/ui/useNumbers";

import { isWords, type Query, sentTerms } from "../query";
import styles from "./why.module.css";
import { WhyPictures } from "./WhyPictures";
import { WhyWords } from "./WhyWords";

interface WhyViewProps {
  query: Query;
  /** Where what is no words was compared; words have a space of their own. */
  space: string;
  picture: Picture;
}

export function WhyView({ query, space, picture }: WhyViewProps) {
  const { t } = useTranslation("search");
  const { data, error, refetch } = useQuery(whyQuery({ terms: sentTerms(query.terms), space, picture: picture.id }));
  const [single] = query.terms.length === 1 ? query.terms : [];
  const term = single && !isWords(single) ? single : null;
  if (data) return <Explained reply={data} picture={picture} term={term} />;
  return (
    <div className={styles.body}>
      <WhyPictures reply={null} picture={picture} term={term} opacity={0} points={false} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Loading label={t("why.comparing")} />}
    </div>
  );
}

type View = "regions" | "points";

interface ExplainedProps {
  reply: WhyReply;
  picture: Picture;
  term: Query["terms"][number] | null;
}

function Explained({ reply, picture, term }: ExplainedProps) {
  const { t } = useTranslation("search");
  const { count } = useNumbers();
  const hasMap = reply.hit !== null;
  const hasPoints = term !== null && reply.points.length > 0;
  const [chosen, setChosen] = useState<View | null>(null);
  const [opacity, setOpacity] = useState(75);
  const view: View = chosen ?? (hasMap || !hasPoints ? "regions" : "points");
  const views = [
    { value: "regions" as const, label: t("why.regions") },
    { value: "points" as const, label: t("why.points", { count: reply.points.length, number: count(reply.points.length) }) },
  ];
  return (
    <div className={styles.body}>
      <WhyPictures reply={reply} picture={picture} term={term} opacity={opacity / 100} points={view === "points"} />
      <div className={styles.controls}>
        {hasMap && hasPoints ? <Choice<View> label={t("why.show")} value={view} options={views} onChange={setChosen} /> : null}
        {hasMap && view === "regions" ? (
          <div className={styles.opacity}>
            <span>{t("why.opacity")}</span>
            <Slider label={t("why.opacity")} value={opacity} min={0} max={100} step={5} onChange={setOpacity} say={(value) => `${value} %`} />
          </div>
        ) : null}
        {hasMap && view === "regions" ? <Legend signed={isSigned(reply)} /> : null}
      </div>
      <WhyWords reply={reply} />
      <p className={styles.soft}>{t(sentenceFor(reply, view, term !== null))}</p>
    </div>
  );
}

const isSigned = ({ hit, query }: WhyReply) => (hit?.minimum ?? 0) < 0 || (query?.minimum ?? 0) < 0;

function sentenceFor(reply: WhyReply, view: View, single: boolean): string {
  if (view === "points") return "why.aboutPoints";
  if (!reply.hit) return reply.texts.length > 0 ? "why.textsOnly" : "why.noMap";
  const exact = reply.exact ? "why.exact" : "why.rough";
  return single || reply.query || reply.words.length > 0 ? exact : `${exact}Mixed`;
}

function Legend({ signed }: { signed: boolean }) {
  const { t } = useTranslation("search");
  return (
    <p className={styles.legend}>
      <span>{t(signed ? "why.against" : "why.little")}</span>
      <span className={styles.ramp} data-signed={signed || undefined} aria-hidden="true" />
      <span>{t(signed ? "why.for" : "why.much")}</span>
    </p>
  );
}
