/** Palettes whose equal steps look equal: colours are mixed in OKLab (Ottosson 2020). */

type Triple = readonly [number, number, number];

/** OKLab → linear sRGB, the matrices of Ottosson's definition. */
function linearOf([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function byteOf(linear: number): number {
  const encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, encoded)) * 255);
}

/** Lightness 0–1, chroma, hue in degrees. */
export type Stop = readonly [lightness: number, chroma: number, hue: number];

function labOf([lightness, chroma, hue]: Stop): Triple {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function mix(stops: readonly Triple[], place: number): Triple {
  const position = Math.min(1, Math.max(0, place)) * (stops.length - 1);
  const left = Math.min(Math.floor(position), stops.length - 2);
  const from = stops[left] as Triple;
  const to = stops[left + 1] as Triple;
  const share = position - left;
  return [0, 1, 2].map((i) => (from[i] as number) * (1 - share) + (to[i] as number) * share) as unknown as Triple;
}

const STEPS = 512;

/** A table of `STEPS` RGB triples from the first stop to the last. */
export function paletteOf(stops: readonly Stop[]): Uint8ClampedArray {
  const labs = stops.map(labOf);
  const table = new Uint8ClampedArray(STEPS * 3);
  for (let i = 0; i < STEPS; i++) table.set(linearOf(mix(labs, i / (STEPS - 1))).map(byteOf), i * 3);
  return table;
}

export const stepOf = (place: number) => Math.round(Math.min(1, Math.max(0, place)) * (STEPS - 1)) * 3;

export type PaletteName = "amount" | "signed" | "ink";

export const PALETTES: Readonly<Record<PaletteName, Uint8ClampedArray>> = {
  /** Nothing is dark, much is bright. */
  amount: paletteOf([
    [0.16, 0.03, 285],
    [0.36, 0.15, 280],
    [0.56, 0.17, 300],
    [0.75, 0.14, 30],
    [0.95, 0.11, 95],
  ]),
  /** Orange speaks against, blue for; nothing is pale. */
  signed: paletteOf([
    [0.42, 0.13, 45],
    [0.7, 0.15, 60],
    [0.965, 0.005, 90],
    [0.67, 0.13, 255],
    [0.4, 0.17, 270],
  ]),
  /** As the networks get it: white ink on black. */
  ink: paletteOf([
    [0, 0, 0],
    [1, 0, 0],
  ]),
};
