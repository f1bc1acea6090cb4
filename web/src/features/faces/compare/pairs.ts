import type { CompareReply, FalseAcceptThreshold } from "@/api/types";
import type { Point, Size } from "@/components/faces/geometry";

/** A face: of the first or of the second picture, by its place in the list. */
export interface FaceOf {
  side: 1 | 2;
  index: number;
}

export interface Pair {
  face1: number;
  face2: number;
  /** 0–100 */
  similarity: number;
}

export type Matrix = CompareReply["matrix"];
export type Band = "same" | "probably_same" | "unsure" | "different";

const pairAt = (matrix: Matrix, face1: number, face2: number): Pair => ({ face1, face2, similarity: matrix[face1]?.[face2] ?? 0 });

const placeOfMost = (values: readonly number[]) => values.reduce((best, value, place) => (value > (values[best] ?? -Infinity) ? place : best), 0);

export const pairsOf = (matrix: Matrix): Pair[] => matrix.flatMap((row, face1) => row.map((_, face2) => pairAt(matrix, face1, face2)));

/** For each face of either picture the pair with the face it is most like, each pair once; the likest last, so that it is drawn over the others. */
export function bestPairs(matrix: Matrix): Pair[] {
  const columns = matrix[0]?.length ?? 0;
  if (columns === 0) return [];
  const byRow = matrix.map((row, face1) => pairAt(matrix, face1, placeOfMost(row)));
  const byColumn = Array.from({ length: columns }, (_, face2) => pairAt(matrix, placeOfMost(matrix.map((row) => row[face2] ?? 0)), face2));
  const all = new Map([...byRow, ...byColumn].map((pair) => [`${pair.face1} ${pair.face2}`, pair]));
  return [...all.values()].sort((a, b) => a.similarity - b.similarity);
}

/** All pairs that a face is in. */
export const pairsWith = (matrix: Matrix, { side, index }: FaceOf): Pair[] =>
  pairsOf(matrix)
    .filter((pair) => (side === 1 ? pair.face1 : pair.face2) === index)
    .sort((a, b) => a.similarity - b.similarity);

/** How sure one may be at a similarity; thresholds in the order 1e-3, 1e-4, 1e-5. */
export function bandOf(similarity: number, thresholds: readonly Pick<FalseAcceptThreshold, "confidence">[]): Band {
  const over = thresholds.filter(({ confidence }) => similarity >= confidence).length;
  return (["different", "unsure", "probably_same", "same"] as const)[Math.min(over, 3)] ?? "different";
}

/** Where a point of a picture is in a frame that shows the whole picture. */
export const placed = ({ x, y }: Point, picture: Size, frame: Point & Size): Point => ({
  x: frame.x + (x / picture.width) * frame.width,
  y: frame.y + (y / picture.height) * frame.height,
});

/** Faces of the second picture have letters, so that nobody mixes them up with those of the first: A … Z, AA, AB … */
export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** Positions in ascending order, moved apart to `gap` at least, as little as possible, and kept within 0–100. */
export function spread(positions: readonly number[], gap: number): number[] {
  // With the gaps taken out it is enough that they do not fall: neighbours that do share their mean (isotonic regression).
  const blocks: { sum: number; count: number }[] = [];
  positions.forEach((position, place) => {
    let block = { sum: position - place * gap, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count > block.sum / block.count; last = blocks.at(-1)) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const most = 100 - (positions.length - 1) * gap;
  return blocks.flatMap(({ sum, count }) => Array<number>(count).fill(Math.min(Math.max(sum / count, 0), most))).map((position, place) => position + place * gap);
}

/** "1e-4": one pair in so many. */
export const pairsPerError = (rate: string) => Math.round(1 / Number(rate));
