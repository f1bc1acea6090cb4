import { useTranslation } from "react-i18next";

import type { Job } from "@/api/types";

import "./messages";

/** A job's name in the reader's language; a kind that is new here keeps the server's. */
export function useJobTitle(): (job: Job) => string {
  const { t } = useTranslation("jobs");
  return ({ kind, title }) => t(`kinds.${kind}`, { defaultValue: title });
}
