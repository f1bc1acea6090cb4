import type { Naming } from "@/api/types";

export interface Row {
  name: string;
  namings: readonly Naming[];
}

/** A spreadsheet runs a text that begins like a formula, and a file's name may have been chosen by a stranger. */
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One line for each photo and model, by RFC 4180. */
export function csvOf(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ name, namings }) =>
    namings.map(({ model, labels: [best], accepted }) =>
      [harmless(name), model, best ? harmless(best.name) : "", best?.probability.toFixed(4) ?? "", String(accepted)].map(field).join(","),
    ),
  );
  return ["picture,model,label,probability,accepted", ...lines, ""].join("\r\n");
}
