/** How numbers look: true minus signs, and no more digits than mean something. */
export const MINUS = "−";

const known = new Map<string, Intl.NumberFormat>();

/** Building a formatter is slow, and hundreds of numbers may stand on a page. */
function format(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const formatter = known.get(key) ?? new Intl.NumberFormat(language, options);
  known.set(key, formatter);
  return formatter;
}

const withMinus = (text: string) => text.replace("-", MINUS);

export const count = (value: number, language: string) => format(language, {}).format(value);

export const compact = (value: number, language: string) =>
  format(language, { notation: "compact", maximumSignificantDigits: 3 }).format(value);

/** Almost sure is not sure: what would be rounded up to 100 % is called more than the last step before it. */
export function percent(share: number, language: string, digits: number): string {
  const formatter = format(language, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits });
  const lastStep = 1 - 10 ** -(digits + 2);
  return share < 1 && share > lastStep + 0.5 * 10 ** -(digits + 2) ? `> ${formatter.format(lastStep)}` : formatter.format(share);
}

export function plain(value: number, language: string, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  const text = format(language, { maximumSignificantDigits: digits }).format(Math.abs(rounded) < 5e-5 ? 0 : rounded);
  return withMinus(text);
}

export const milliseconds = (value: number, language: string) =>
  `${format(language, { maximumSignificantDigits: value < 10 ? 2 : 3 }).format(value)} ms`;

export const seconds = (value: number, language: string) =>
  format(language, { style: "unit", unit: value < 90 ? "second" : "minute", unitDisplay: "short", maximumFractionDigits: 0 }).format(
    value < 90 ? value : value / 60,
  );

export const bytes = (value: number, language: string) =>
  value < 1e6
    ? `${format(language, { maximumFractionDigits: 0 }).format(value / 1e3)} kB`
    : `${format(language, { maximumSignificantDigits: 3 }).format(value / 1e6)} MB`;
