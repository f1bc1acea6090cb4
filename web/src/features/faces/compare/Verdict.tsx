import { useTranslation } from "react-i18next";

import type { CompareReply } from "@/api/types";
import { Notice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import { justBelow } from "../find/asked";
import styles from "./compare.module.css";
import { bandOf, letterOf, pairsPerError } from "./pairs";
import { Scale } from "./Scale";

interface VerdictProps {
  reply: CompareReply;
  onMinScore(score: number): void;
}

/** The answer in words, the score on its scale, and what the error rates mean. */
export function Verdict({ reply, onMinScore }: VerdictProps) {
  const { t } = useTranslation("faces");
  const { plain, count } = useNumbers();
  const { verdict, confidence, thresholds, best, matrix, picture_likeness: likeness } = reply;
  if (verdict === "no_face" || confidence === null) return <Missing reply={reply} onMinScore={onMinScore} />;
  const several = matrix.length > 1 || (matrix[0]?.length ?? 0) > 1;
  const band = bandOf(confidence, thresholds);
  const passed = thresholds.filter((threshold) => confidence >= threshold.confidence).at(-1);
  return (
    <section className={styles.verdict} aria-label={t("verdict.label")} data-band={verdict === "same_picture" ? "picture" : band}>
      <div role="status">
        <h2>{t(`verdict.${verdict}`)}</h2>
        {verdict === "same_picture" ? <p>{t("verdict.picture", { likeness: plain(likeness, 3), from: plain(reply.same_picture_from, 3) })}</p> : null}
        {several && best ? <p>{t("verdict.pair", { one: best.face1 + 1, other: letterOf(best.face2) })}</p> : null}
        <p>
          {passed
            ? t("verdict.why", { score: plain(confidence, 3), pairs: count(pairsPerError(passed.rate)) })
            : t("verdict.below", { score: plain(confidence, 3), pairs: count(pairsPerError(thresholds[0]?.rate ?? "1e-3")) })}
        </p>
      </div>
      <Scale score={confidence} thresholds={thresholds} />
      <p className={styles.small}>
        {t("verdict.rates")} {t("verdict.calibrated", { data: reply.calibrated_on })}
      </p>
    </section>
  );
}

/** A picture has no face: which, and what would find one. */
function Missing({ reply: { picture1, picture2 }, onMinScore }: VerdictProps) {
  const { t } = useTranslation("faces");
  const { plain } = useNumbers();
  const without = ([["a", picture1], ["b", picture2]] as const).filter(([, { faces }]) => faces.length === 0);
  const nearest = without.map(([, picture]) => picture.nearest_score);
  // Both get the same score, so it is the lower one.
  const score = nearest.every((each) => each !== null) && nearest.length > 0 ? justBelow(Math.min(...nearest)) : null;
  return (
    <Notice
      tone="warning"
      title={t("verdict.no_face")}
      action={score === null ? null : <Button onClick={() => onMinScore(score)}>{t("none.look", { score: plain(score, 2) })}</Button>}
    >
      {without.map(([side]) => t(`compare.none.${side}`)).join(" ")} {score === null ? "" : t("compare.nearest", { score: plain(score, 2) })}
    </Notice>
  );
}
