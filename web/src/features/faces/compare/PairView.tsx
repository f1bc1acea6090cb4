import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { CompareReply } from "@/api/types";
import { SwapIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";

import styles from "./compare.module.css";
import { Lines } from "./Lines";
import { bestPairs, type FaceOf, pairsWith } from "./pairs";
import { Slot } from "./Slot";
import { useFrames } from "./useFrames";
import { type Side, type Sides, SIDES } from "./useSides";

interface PairViewProps {
  sides: Sides;
  reply: CompareReply | undefined;
  /** Files hover over the page. */
  hovering: boolean;
  onCamera(side: Side): void;
  /** The face that is looked at: all its lines are shown. */
  focus: FaceOf | null;
  onPoint(face: FaceOf | null): void;
  onPin(face: FaceOf | null): void;
}

/** The two pictures side by side, and the lines between their faces. */
export function PairView({ sides, reply, hovering, onCamera, focus, onPoint, onPin }: PairViewProps) {
  const { t } = useTranslation("faces");
  const pair = useRef<HTMLDivElement>(null);
  const frames = useFrames(pair, `${sides.a.given?.key} ${sides.b.given?.key}`);
  const pairs = reply ? (focus ? pairsWith(reply.matrix, focus) : bestPairs(reply.matrix)) : [];
  const bothThere = sides.a.given !== null && sides.b.given !== null;
  return (
    <div ref={pair} className={styles.pair}>
      {SIDES.map((side, place) => (
        <Slot
          key={side}
          side={side}
          sides={sides}
          seen={reply && (side === "a" ? reply.picture1 : reply.picture2)}
          reply={reply}
          hovering={hovering}
          onCamera={() => onCamera(side)}
          focus={focus?.side === place + 1 ? focus.index : null}
          onPoint={(index) => onPoint(index === null ? null : { side: place === 0 ? 1 : 2, index })}
          onPin={(index) => onPin({ side: place === 0 ? 1 : 2, index })}
        />
      ))}
      {bothThere ? (
        <div className={styles.swap}>
          <IconButton label={t("compare.swap")} onClick={sides.swap}>
            <SwapIcon />
          </IconButton>
        </div>
      ) : null}
      {reply && frames ? <Lines reply={reply} pairs={pairs} frames={frames} focused={focus !== null} /> : null}
    </div>
  );
}
