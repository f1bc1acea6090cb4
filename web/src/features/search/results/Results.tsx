import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { Choice } from "@/components/ui/Choice";

import { countsOf, isMixed, isShown, sectionsOf } from "../bands";
import { isSketch, type Order } from "../query";
import type { QueryUrl } from "../useQueryUrl";
import { WhyDialog } from "../why/WhyDialog";
import { Announcement } from "./Announcement";
import { CutOff } from "./CutOff";
import { Facet } from "./Facet";
import { HitSection } from "./HitSection";
import { LeftOut } from "./LeftOut";
import { NothingMatches } from "./NothingMatches";
import { ResultTools } from "./ResultTools";
import styles from "./results.module.css";
import { Timings } from "./Timings";
import { useCut } from "./useCut";
import { useHitActions } from "./useHitActions";

interface ResultsProps {
  url: QueryUrl;
  reply: SearchReply;
  /** These are the hits of an earlier question. */
  stale: boolean;
}

export function Results({ url, reply, stale }: ResultsProps) {
  const { query, adjust } = url;
  const actions = useHitActions(url);
  const { cutoff, isUsual, choose } = useCut(url, reply, "weak");
  const shown = useMemo(() => reply.hits.filter((hit) => isShown(hit, cutoff, reply)), [reply, cutoff]);
  const sections = useMemo(() => sectionsOf(shown, query.order, reply), [shown, query.order, reply]);
  const inOrder = useMemo(() => sections.flatMap(({ hits }) => hits), [sections]);
  const counts = countsOf(shown);
  const matches = countsOf(reply.hits);
  const showAll = () => choose(-1);
  return (
    <div className={styles.results} data-stale={stale || undefined} aria-busy={stale}>
      <Announcement counts={counts} ready={!stale} />
      {reply.hits.length > 0 ? (
        <div className={styles.head}>
          <CutOff reply={reply} cutoff={cutoff} isUsual={isUsual} onChange={choose} />
          <div className={styles.side}>
            {isMixed(shown) ? <OrderChoice order={query.order} onChange={(order) => adjust({ order })} /> : null}
            <ResultTools reply={reply} hits={inOrder} cutoff={cutoff} />
          </div>
        </div>
      ) : null}
      <Facet labels={reply.labels} chosen={query.filters.label} onChoose={(label) => adjust({ filters: { ...query.filters, label } })} />
      {matches.strong + matches.weak > 0 ? null : <NothingMatches reply={reply} open={shown.length > 0} onLook={showAll} onDraw={query.terms.some(isSketch) ? undefined : () => url.go({ drawing: true })} />}
      {sections.map((section) => (
        <HitSection key={section.kind} section={section} reply={reply} actions={actions} />
      ))}
      {shown.length > 0 || matches.strong + matches.weak > 0 ? (
        <LeftOut below={reply.hits.length - shown.length} cutoff={cutoff} onShow={showAll} />
      ) : null}
      <Timings reply={reply} />
      <WhyDialog
        query={query}
        reply={reply}
        hits={inOrder}
        actions={actions}
        onShow={(why) => adjust({ why })}
        onClose={() => adjust({ why: null })}
      />
    </div>
  );
}

function OrderChoice({ order, onChange }: { order: Order; onChange(order: Order): void }) {
  const { t } = useTranslation("search");
  const options = (["bands", "rank"] as const).map((value) => ({ value, label: t(`order.${value}`) }));
  return <Choice<Order> label={t("order.label")} value={order} options={options} onChange={onChange} />;
}
