import { useTranslation } from "react-i18next";

import type { Job } from "@/api/types";

/** A job's name in the reader's language; a kind that is new here keeps the server's. */
export function useJobTitle(): (job: Job) => string {
  const { t } = useTranslation("library");
  return ({ kind, title }) => t(`jobs.kinds.${kind}`, { defaultValue: title });
}
