import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Band, SearchReply } from "@/api/types";
import { namesOf } from "@/components/naming/words";
import { useNumbers } from "@/components/ui/useNumbers";

import { BANDS, countsOf, isShown } from "../bands";
import { Announcement } from "../results/Announcement";
import { BandMark } from "../results/BandBadge";
import { Facet } from "../results/Facet";
import { HitGrid } from "../results/HitGrid";
import { LeftOut } from "../results/LeftOut";
import { NothingMatches } from "../results/NothingMatches";
import { ResultTools } from "../results/ResultTools";
import { Timings } from "../results/Timings";
import type { Cut } from "../results/useCut";
import { useHitActions } from "../results/useHitActions";
import type { QueryUrl } from "../useQueryUrl";
import { WhyDialog } from "../why/WhyDialog";
import styles from "./drawing.module.css";
import { looksOf } from "./status";

interface FlowingHitsProps {
  url: QueryUrl;
  reply: SearchReply;
  stale: boolean;
  cut: Cut;
  covered: { top: number; bottom: number };
  settle(): Promise<void>;
}

/**
 * The hits in one flow, the nearest first: with every stroke pictures change places, and headings between them would
 * make the page jump. What each score means stands on its picture.
 */
export function FlowingHits({ url, reply, stale, cut, covered, settle }: FlowingHitsProps) {
  const { t, i18n } = useTranslation("search");
  const { percent } = useNumbers();
  const { query, adjust } = url;
  const actions = useHitActions(url);
  const shown = useMemo(() => reply.hits.filter((hit) => isShown(hit, cut.cutoff, reply)), [reply, cut.cutoff]);
  const [likest] = looksOf(reply.looks_like)?.labels ?? [];
  const looks = likest ? t("announce.looks", { name: namesOf(likest, i18n.language).own, share: percent(likest.probability, 0) }) : "";
  return (
    <div className={styles.flow} data-flow="" aria-busy={stale}>
      <Announcement counts={countsOf(shown)} ready={!stale} first={looks} />
      <Summary counts={countsOf(shown)} />
      <Facet labels={reply.labels} chosen={query.filters.label} onChoose={(label) => adjust({ filters: { ...query.filters, label } })} />
      {reply.hits.length === 0 ? <NothingMatches reply={reply} open /> : null}
      {shown.length > 0 ? <HitGrid label={t("draw.hits")} hits={shown} actions={actions} covered={covered} /> : null}
      <LeftOut below={reply.hits.length - shown.length} cutoff={cut.cutoff} onShow={() => cut.choose(-1)} />
      <ResultTools reply={reply} hits={shown} cutoff={cut.cutoff} settle={settle} />
      <Timings reply={reply} />
      <WhyDialog query={query} reply={reply} hits={shown} actions={actions} onShow={(why) => adjust({ why })} onClose={() => adjust({ why: null })} />
    </div>
  );
}

/** How many of each band there are, in a line that keeps its height. */
function Summary({ counts }: { counts: Readonly<Record<Band, number>> }) {
  const { t } = useTranslation("search");
  const { count } = useNumbers();
  return (
    <p className={styles.summary}>
      {BANDS.map((band) => (
        <span key={band} data-band={band} data-none={counts[band] === 0 || undefined}>
          <BandMark band={band} />
          {t(`draw.bands.${band}`, { count: counts[band], number: count(counts[band]) })}
        </span>
      ))}
    </p>
  );
}
