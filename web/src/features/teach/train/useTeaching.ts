import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { CLASSIFY } from "@/api/classify";
import { cancelJob, jobsQuery } from "@/api/jobs";
import { isTeaching, lessonKey, lessonsQuery, teach, teachingQuery } from "@/api/teach";
import type { Lesson, TeachJob } from "@/api/types";
import { useToasts } from "@/components/ui/useToasts";

export interface Teaching {
  /** The newest job, running or over; null: there is none. */
  job: TeachJob | null;
  running: boolean;
  start(): void;
  starting: boolean;
  stop(): void;
  stopping: boolean;
}

/** The job that teaches a lesson: it goes on when one leaves the page, and is found again when one comes back. */
export function useTeaching(name: string, lesson: Lesson | undefined): Teaching {
  const { t } = useTranslation("teach");
  const client = useQueryClient();
  const { fail } = useToasts();
  const query = teachingQuery(name);
  // Before the first training there is nothing to ask for.
  const enabled = lesson !== undefined && (lesson.job !== null || lesson.version !== null || client.getQueryData(query.queryKey) !== undefined);
  const job = useQuery({ ...query, enabled }).data ?? null;
  const running = job !== null && isTeaching(job);
  const started = useMutation({
    mutationFn: () => teach(name),
    onSuccess: (next) => {
      client.setQueryData(query.queryKey, next);
      void client.invalidateQueries({ queryKey: query.queryKey });
      void client.invalidateQueries({ queryKey: jobsQuery.queryKey });
    },
    onError: (error) => fail(t("train.failed"), error),
  });
  const stopped = useMutation({
    mutationFn: (id: number) => cancelJob(id),
    onSuccess: () => client.invalidateQueries({ queryKey: query.queryKey }),
    onError: (error) => fail(t("failed"), error),
  });

  const before = useRef(running);
  useEffect(() => {
    if (before.current && !running)
      for (const queryKey of [lessonKey(name), lessonsQuery.queryKey, CLASSIFY, ["models"]]) void client.invalidateQueries({ queryKey });
    before.current = running;
  }, [client, name, running]);
  return {
    job,
    running,
    start: () => started.mutate(),
    starting: started.isPending,
    stop: () => job && stopped.mutate(job.id),
    stopping: stopped.isPending,
  };
}
