import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { startCaptions, startSidecars } from "@/api/captions";
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
  const describe = useMutation({ mutationFn: startCaptions, ...options });
  const sidecars = useMutation({ mutationFn: startSidecars, ...options });
  const cancel = useMutation({ mutationFn: cancelJob, ...options });
  const resume = useMutation({ mutationFn: resumeJob, ...options });
  return {
    start: start.mutate,
    /** Writes sentences about the library's pictures; true: also where an older model has. */
    describe: describe.mutate,
    sidecars: () => sidecars.mutate(),
    resume: resume.mutate,
    starting: [start, describe, sidecars, resume].some(({ isPending }) => isPending),
    cancel: cancel.mutate,
    cancelling: cancel.isPending,
  };
}
