import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { isActive, jobsQuery } from "@/api/jobs";
import { PEOPLE } from "@/api/people";
import type { Job } from "@/api/types";

/** The job that looks for faces, while there is one; what it finds appears as it goes. */
export function useFacesJob(): Job | null {
  const client = useQueryClient();
  const job = useQuery(jobsQuery).data?.jobs.find((each) => each.kind === "faces" && isActive(each)) ?? null;
  const sign = job ? `${job.id} ${job.done}` : "";
  const before = useRef(sign);
  useEffect(() => {
    if (before.current !== sign) void client.invalidateQueries({ queryKey: PEOPLE });
    before.current = sign;
  }, [client, sign]);
  return job;
}
