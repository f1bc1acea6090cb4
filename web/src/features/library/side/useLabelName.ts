import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { labelsQuery } from "@/api/library";

import { valueOf } from "./labels";

/** How a filter by a label is called, in the reader's language. */
export function useLabelName(value: string): string {
  const { i18n } = useTranslation();
  const { data } = useQuery({ ...labelsQuery, enabled: value !== "" });
  const known = data?.labels.find((label) => valueOf(label) === value || label.name === value || label.name_zh === value);
  if (known) return i18n.language === "zh" ? known.name_zh : known.name;
  return value.slice(value.indexOf(":") + 1);
}
