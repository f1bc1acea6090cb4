import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { request } from "@/api/client";
import type { Task } from "@/api/marks";
import { samplesQuery } from "@/api/system";
import type { Sample } from "@/api/types";

import styles from "./draw.module.css";

interface SamplesProps {
  task: Task;
  onChoose(picture: Blob, name: string): void;
}

export function Samples({ task, onChoose }: SamplesProps) {
  const { t, i18n } = useTranslation("draw");
  const { data } = useQuery(samplesQuery);
  const samples = (data?.samples ?? []).filter((sample) => sample.task === task);
  if (samples.length === 0) return null;
  const titleOf = (sample: Sample) => (i18n.language === "zh" ? sample.title_zh : sample.title);
  const choose = async (sample: Sample) => {
    const response = await request(sample.url);
    onChoose(await response.blob(), titleOf(sample));
  };
  return (
    <section className={styles.samples} aria-label={t("samples")}>
      <h2>{t("samples")}</h2>
      <ul>
        {samples.map((sample) => (
          <li key={sample.name}>
            <button type="button" title={titleOf(sample)} onClick={() => void choose(sample)}>
              <img src={sample.url} alt={titleOf(sample)} loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
