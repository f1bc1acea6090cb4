import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Task } from "@/api/marks";
import type { InsideReply } from "@/api/types";
import { Heatmap } from "@/components/heatmap/Heatmap";
import { decodeRaster } from "@/components/raster/raster";
import { Choice } from "@/components/ui/Choice";
import { Slider } from "@/components/ui/Slider";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./inside.module.css";

interface EvidenceProps {
  task: Task;
  inside: InsideReply;
  /** Place of the label that was asked for; null for the winner. */
  chosen: number | null;
  onChoose(index: number | null): void;
}

/** Where the network looked, over what it saw. */
export function Evidence({ task, inside, chosen, onChoose }: EvidenceProps) {
  const { t } = useTranslation("inside");
  const { percent } = useNumbers();
  const [opacity, setOpacity] = useState(80);
  const [method, setMethod] = useState<string>("gradient × input");
  const map = inside.evidence.find((each) => each.method === method) ?? inside.evidence[0];
  const maps = useMemo(() => (map ? decodeRaster(map.raster) : null), [map]);
  if (!map || !maps) return null;
  const label = inside.labels[inside.index];
  const methods = inside.evidence.map((each) => ({ value: each.method, label: t(`methods.${METHOD_KEYS[each.method]}`) }));
  return (
    <section className={styles.evidence} aria-label={t("evidence.title")}>
      <h3>{t("evidence.title")}</h3>
      <Heatmap
        picture={inside.input.png}
        maps={maps}
        opacity={opacity / 100}
        label={t("evidence.label", { label, probability: percent(inside.probability) })}
      />
      <p className={styles.soft}>{t(`evidence.${METHOD_KEYS[map.method]}`, { label })}</p>
      {methods.length > 1 ? <Choice label={t("evidence.method")} value={map.method} options={methods} onChange={setMethod} /> : null}
      <LabelChoice task={task} labels={inside.labels} chosen={chosen} winner={inside.index} onChoose={onChoose} />
      <div className={styles.opacity}>
        <span>{t("evidence.opacity")}</span>
        <Slider label={t("evidence.opacity")} value={opacity} min={0} max={100} step={5} onChange={setOpacity} say={(value) => `${value} %`} />
      </div>
    </section>
  );
}

const METHOD_KEYS = { "gradient × input": "gradient", "Grad-CAM": "cam" } as const;

interface LabelChoiceProps {
  task: Task;
  labels: readonly string[];
  chosen: number | null;
  winner: number;
  onChoose(index: number | null): void;
}

function LabelChoice({ task, labels, chosen, winner, onChoose }: LabelChoiceProps) {
  const { t } = useTranslation("inside");
  return (
    <div className={styles.labels} data-many={labels.length > 10 || undefined} role="group" aria-label={t(`evidence.which.${task}`)}>
      <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        {t("evidence.winner")}
      </button>
      {labels.map((label, index) => (
        <button
          key={label}
          type="button"
          aria-pressed={chosen === index}
          data-shown={(chosen === null && index === winner) || undefined}
          onClick={() => onChoose(index)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
