import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Slider } from "@/components/ui/Slider";
import { useNumbers } from "@/components/ui/useNumbers";

import { PictureSources } from "../bar/PictureSources";
import { MeasureField } from "../options/MeasureField";
import { isSketch, MOST_TERMS } from "../query";
import { CutOff } from "../results/CutOff";
import type { Cut } from "../results/useCut";
import { useDraft } from "../useDraft";
import type { Intake } from "../useIntake";
import { NARROW_BENCH, useMedia } from "../useMedia";
import type { QueryUrl } from "../useQueryUrl";
import styles from "./drawing.module.css";

interface ControlsProps {
  url: QueryUrl;
  intake: Intake;
  reply: SearchReply | null;
  cut: Cut;
}

const FEWEST = 10;
const MOST = 200;

/** How many hits, how near, and a photo beside the drawing. A phone keeps them folded: there the hits come first. */
export function Controls({ url, intake, reply, cut }: ControlsProps) {
  const { t } = useTranslation("search");
  const { query, adjust } = url;
  const narrow = useMedia(NARROW_BENCH);
  const { count } = useNumbers();
  const commit = useCallback((next: number) => adjust({ k: next }), [adjust]);
  const [k, setK] = useDraft(query.k, commit);
  const mixes = query.terms.some((term) => !isSketch(term));
  return (
    <details className={styles.controls} open={!narrow}>
      <summary>{t("draw.controls")}</summary>
      <div className={styles.fields}>
        {reply && reply.hits.length > 0 ? <CutOff reply={reply} cutoff={cut.cutoff} isUsual={cut.isUsual} onChange={cut.choose} /> : null}
        <div className={styles.count}>
          <span>
            {t("options.k")} <b>{count(k)}</b>
          </span>
          <Slider label={t("options.k")} value={Math.min(MOST, Math.max(FEWEST, k))} min={FEWEST} max={MOST} step={10} onChange={setK} say={count} />
        </div>
        <MeasureField measure={query.measure} onChange={(measure) => adjust({ measure })} />
        {mixes ? null : (
          <div className={styles.mix}>
            <PictureSources adds disabled={query.terms.length >= MOST_TERMS || intake.waiting > 0} onFiles={(files) => intake.take(files, true)} />
            <p>{t("draw.mix")}</p>
            {intake.waiting > 0 ? <Loading label={t("bar.sending", { count: intake.waiting })} /> : null}
            {intake.error ? <ProblemNotice error={intake.error} /> : null}
          </div>
        )}
      </div>
    </details>
  );
}
