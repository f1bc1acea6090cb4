/** What an answer to "Who is this?" says about one face. */
import type { Box, FaceCandidate, FaceSearchReply, FalseAcceptThreshold } from "@/api/types";

/** People are looked for in a smaller copy of a large picture: there the box of a face differs by a little. */
const SAME_FACE = 0.4;

const areaOf = ({ x1, y1, x2, y2 }: Box) => Math.max(0, x2 - x1) * Math.max(0, y2 - y1);

/** How much of what two boxes cover they share, 0–1. */
export function overlapOf(a: Box, b: Box): number {
  const shared = areaOf({ x1: Math.max(a.x1, b.x1), y1: Math.max(a.y1, b.y1), x2: Math.min(a.x2, b.x2), y2: Math.min(a.y2, b.y2) });
  return shared / Math.max(1e-9, areaOf(a) + areaOf(b) - shared);
}

/** Those who a face could be, the likest first; null: the answer is not about this face. */
export function candidatesOf(box: Box, { faces }: Pick<FaceSearchReply, "faces">): readonly FaceCandidate[] | null {
  const [nearest] = faces.map((found) => ({ found, overlap: overlapOf(box, found.face.box) })).sort((a, b) => b.overlap - a.overlap);
  return nearest && nearest.overlap >= SAME_FACE ? nearest.found.candidates : null;
}

/** Whom one may take for the person: a face that is called different is nobody's. */
export const likely = (candidates: readonly FaceCandidate[]) => candidates.filter(({ verdict }) => verdict !== "different");

/**
 * One stranger in so many is by chance as alike to one of `considered` faces, at most: rates are those of one comparison and add up.
 * Null: that is no rare thing, or no threshold says how rare.
 */
export function strangersPerError(similarity: number, thresholds: readonly Pick<FalseAcceptThreshold, "confidence" | "rate">[], considered: number): number | null {
  const rates = thresholds.filter(({ confidence }) => similarity >= confidence).map(({ rate }) => Number(rate));
  const strangers = Math.floor(1 / (Math.min(1, ...rates) * Math.max(1, considered)) + 1e-9);
  return strangers < 2 ? null : strangers;
}
