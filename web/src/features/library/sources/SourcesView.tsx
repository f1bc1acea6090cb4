import { useQuery } from "@tanstack/react-query";

import { isActive, jobsQuery } from "@/api/jobs";
import { libraryQuery } from "@/api/library";
import { searchOptionsQuery } from "@/api/search";
import { Loading, ProblemNotice } from "@/components/problem/Notice";

import { Captions } from "./Captions";
import { Jobs } from "./Jobs";
import { Sources } from "./Sources";
import styles from "./sources.module.css";
import { Spaces } from "./Spaces";

const WHILE_WORKING = 3_000; // ms

export default function SourcesView() {
  const { data, error, refetch } = useQuery(libraryQuery);
  const busy = useQuery(jobsQuery).data?.jobs.some(isActive) ?? false;
  // The library knows the spaces that hold something; a search knows those that could.
  const { data: options } = useQuery({ ...searchOptionsQuery, refetchInterval: busy ? WHILE_WORKING : false });
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className={styles.view}>
      <div className={styles.column}>
        <Sources sources={data.sources} busy={busy} />
        <Jobs />
      </div>
      <div className={styles.column}>
        <Spaces spaces={options?.spaces ?? data.spaces} busy={busy} />
        <Captions status={data.captions} busy={busy} />
      </div>
    </div>
  );
}
