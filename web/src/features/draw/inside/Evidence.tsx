import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { InsideReply } from "@/api/types";
import { Heatmap } from "@/components/heatmap/Heatmap";
import { decodeRaster } from "@/components/raster/raster";
import { Choice } from "@/components/ui/Choice";
import { Slider } from "@/components/ui/Slider";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./inside.module.css";

interface EvidenceProps {
  inside: InsideReply;
  /** The digit that was asked for; null for the winner. */
  chosen: number | null;
  onChoose(digit: number | null): void;
}

/** Where the network looked, over what it saw. */
export function Evidence({ inside, chosen, onChoose }: EvidenceProps) {
  const { t } = useTranslation("inside");
  const { percent } = useNumbers();
  const [opacity, setOpacity] = useState(80);
  const [method, setMethod] = useState<string>("gradient × input");
  const map = inside.evidence.find((each) => each.method === method) ?? inside.evidence[0];
  const maps = useMemo(() => (map ? decodeRaster(map.raster) : null), [map]);
  if (!map || !maps) return null;
  const methods = inside.evidence.map((each) => ({ value: each.method, label: t(`methods.${METHOD_KEYS[each.method]}`) }));
  return (
    <section className={styles.evidence} aria-label={t("evidence.title")}>
      <h3>{t("evidence.title")}</h3>
      <Heatmap
        picture={inside.input.png}
        maps={maps}
        opacity={opacity / 100}
        label={t("evidence.label", { digit: inside.digit, probability: percent(inside.probability) })}
      />
      <p className={styles.soft}>{t(`evidence.${METHOD_KEYS[map.method]}`, { digit: inside.digit })}</p>
      {methods.length > 1 ? <Choice label={t("evidence.method")} value={map.method} options={methods} onChange={setMethod} /> : null}
      <DigitChoice chosen={chosen} winner={inside.digit} onChoose={onChoose} />
      <div className={styles.opacity}>
        <span>{t("evidence.opacity")}</span>
        <Slider label={t("evidence.opacity")} value={opacity} min={0} max={100} step={5} onChange={setOpacity} say={(value) => `${value} %`} />
      </div>
    </section>
  );
}

const METHOD_KEYS = { "gradient × input": "gradient", "Grad-CAM": "cam" } as const;

interface DigitChoiceProps {
  chosen: number | null;
  winner: number;
  onChoose(digit: number | null): void;
}

function DigitChoice({ chosen, winner, onChoose }: DigitChoiceProps) {
  const { t } = useTranslation("inside");
  return (
    <div className={styles.digits} role="group" aria-label={t("evidence.digit")}>
      <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        {t("evidence.winner")}
      </button>
      {Array.from({ length: 10 }, (_, digit) => (
        <button
          key={digit}
          type="button"
          aria-pressed={chosen === digit}
          data-shown={(chosen === null && digit === winner) || undefined}
          onClick={() => onChoose(digit)}
        >
          {digit}
        </button>
      ))}
    </div>
  );
}
