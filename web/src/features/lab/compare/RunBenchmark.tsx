import { Progress } from "@base-ui/react/progress";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Benchmark } from "@/api/benchmarks";
import type { BenchmarkProgress } from "@/api/types";
import { Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "../lab.module.css";
import { useBenchmarkRun } from "./useBenchmarkRun";

export function RunBenchmark({ name }: { name: Benchmark }) {
  const { t } = useTranslation("lab");
  const { state, start, cancel } = useBenchmarkRun(name);
  const [files, setFiles] = useState<File[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const running = state.kind === "running";
  return (
    <Panel title={<span id="benchmark">{t("run.title")}</span>}>
      <div className={styles.stack}>
        <p className={styles.soft}>{t(`run.what.${name}`)}</p>
        <div className={styles.actions}>
          <input
            ref={input}
            type="file"
            multiple={name === "digits"}
            hidden
            accept={name === "digits" ? ".gz,.zip,application/gzip,application/zip" : ".zip,application/zip"}
            aria-label={t("run.choose")}
            onChange={(event) => setFiles([...(event.target.files ?? [])])}
          />
          <Button disabled={running} onClick={() => input.current?.click()}>
            {t("run.choose")}
          </Button>
          <span className={styles.fileNames}>{files.map((file) => file.name).join(", ")}</span>
          {running ? (
            <Button onClick={cancel}>{t("run.cancel")}</Button>
          ) : (
            <Button look="strong" disabled={files.length === 0} onClick={() => void start(files)}>
              {t("run.start")}
            </Button>
          )}
        </div>
        {state.kind === "running" ? <RunProgress progress={state.progress} /> : null}
        {state.kind === "failed" ? <ProblemNotice error={state.error} /> : null}
        {state.kind === "done" ? <Notice>{t("run.done")}</Notice> : null}
      </div>
    </Panel>
  );
}

function RunProgress({ progress }: { progress: BenchmarkProgress | null }) {
  const { t } = useTranslation("lab");
  const { count, seconds } = useNumbers();
  const left = progress?.seconds_left;
  const words = progress
    ? t("run.progress", { done: count(progress.done), total: count(progress.total) })
    : t("run.uploading");
  return (
    <Progress.Root className={styles.progress} value={progress ? progress.done : null} max={progress?.total || 1} aria-label={words}>
      <Progress.Track className={styles.progressTrack}>
        <Progress.Indicator className={styles.progressBar} />
      </Progress.Track>
      <p className={styles.soft}>
        <span>{words}</span>
        <span>{typeof left === "number" ? t("run.left", { time: seconds(left) }) : ""}</span>
      </p>
    </Progress.Root>
  );
}
