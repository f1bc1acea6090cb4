import type { CompareReply } from "@/api/types";
import { middleOf } from "@/components/faces/geometry";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./compare.module.css";
import { bandOf, type Pair, placed } from "./pairs";
import type { Frame } from "./useFrames";

interface LinesProps {
  reply: CompareReply;
  pairs: readonly Pair[];
  frames: readonly [Frame, Frame];
  /** All lines of one face; else only the best of each. */
  focused: boolean;
}

/** Lines from face to face over both pictures, thicker the more alike. What they say stands in the table too. */
export function Lines({ reply, pairs, frames, focused }: LinesProps) {
  const { plain } = useNumbers();
  const { picture1, picture2, thresholds, best } = reply;
  return (
    <svg className={styles.lines} aria-hidden="true">
      {pairs.map(({ face1, face2, similarity }) => {
        const [one, other] = [picture1.faces[face1], picture2.faces[face2]];
        if (!one || !other) return null;
        const from = placed(middleOf(one.box), picture1, frames[0]);
        const to = placed(middleOf(other.box), picture2, frames[1]);
        const band = bandOf(similarity, thresholds);
        const path = `M${from.x} ${from.y}L${to.x} ${to.y}`;
        const thick = 1.5 + (similarity / 100) * 3.5;
        const spoken = focused || (best?.face1 === face1 && best.face2 === face2);
        return (
          <g key={`${face1} ${face2}`} data-band={band}>
            <path className={styles.halo} d={path} strokeWidth={thick + 3} />
            <path className={styles.line} d={path} strokeWidth={thick} />
            {spoken ? (
              <text x={(from.x + to.x) / 2} y={(from.y + to.y) / 2}>
                {plain(Math.round(similarity), 3)}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
