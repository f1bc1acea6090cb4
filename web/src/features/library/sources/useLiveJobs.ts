import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { isActive, jobsQuery } from "@/api/jobs";
import { LIBRARY, libraryQuery } from "@/api/library";
import { searchOptionsQuery } from "@/api/search";
import type { Job } from "@/api/types";

const WHILE_WORKING = 3_000; // ms

/** The job that runs now, if any. While one does, what it adds appears: the summary is asked for again and again, the lists when it has changed. */
export function useLiveJobs(): Job | undefined {
  const client = useQueryClient();
  const jobs = useQuery(jobsQuery).data?.jobs;
  const active = jobs?.filter(isActive) ?? [];
  const { data } = useQuery({ ...libraryQuery, refetchInterval: active.length ? WHILE_WORKING : false });

  const pictures = data?.pictures;
  const known = useRef(pictures);
  useEffect(() => {
    if (known.current !== undefined && pictures !== known.current)
      for (const part of ["pictures", "folders", "months", "labels"]) void client.invalidateQueries({ queryKey: [...LIBRARY, part] });
    known.current = pictures;
  }, [client, pictures]);

  // A quick job is over before it was ever seen at work: what counts is that another one has ended.
  const ended = jobs?.filter((job) => !isActive(job)).map(({ id }) => id).join();
  const before = useRef(ended);
  useEffect(() => {
    if (before.current !== undefined && before.current !== ended)
      for (const queryKey of [LIBRARY, searchOptionsQuery.queryKey]) void client.invalidateQueries({ queryKey });
    before.current = ended;
  }, [client, ended]);
  return active.find(({ state }) => state === "running") ?? active[0];
}
