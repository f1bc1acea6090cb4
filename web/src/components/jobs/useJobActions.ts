import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { cancelJob, jobsQuery, resumeJob, startJob } from "@/api/jobs";
import { useToasts } from "../ui/useToasts";

import "./messages";

export function useJobActions() {
  const { t } = useTranslation("jobs");
  const client = useQueryClient();
  const { fail } = useToasts();
  const options = {
    onSuccess: () => client.invalidateQueries({ queryKey: jobsQuery.queryKey }),
    onError: (error: Error) => fail(t("failed"), error),
  };
  const start = useMutation({ mutationFn: startJob, ...options });
  const cancel = useMutation({ mutationFn: cancelJob, ...options });
  const resume = useMutation({ mutationFn: resumeJob, ...options });
  return { start: start.mutate, starting: start.isPending || resume.isPending, resume: resume.mutate, cancel: cancel.mutate, cancelling: cancel.isPending };
}
