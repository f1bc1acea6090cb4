import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DetectReply } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { Slider } from "@/components/ui/Slider";
import { LabelledSwitch } from "@/components/ui/Toggle";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "../faces.module.css";
import { type Asked, LEAST_SIZE } from "./asked";

interface OptionsProps {
  reply: DetectReply;
  asked: Asked;
  onAdjust(change: Partial<Asked>): void;
}

const MOST_SIZE = 300; // px

/** From which size and score on something counts as a face. */
export function Options({ reply, asked, onAdjust }: OptionsProps) {
  const { t } = useTranslation("faces");
  const { plain } = useNumbers();
  const most = Math.max(MOST_SIZE, asked.minSize ?? 0);
  return (
    <section className={styles.options} aria-label={t("options.label")}>
      <Setting
        label={t("options.size")}
        value={asked.minSize ?? reply.min_size}
        min={LEAST_SIZE}
        max={most}
        step={1}
        words={(value) => t("options.px", { size: value })}
        onChange={(minSize) => onAdjust({ minSize })}
      />
      <Setting
        label={t("options.score")}
        value={asked.minScore ?? reply.min_score}
        min={0}
        max={1}
        step={0.01}
        words={(value) => plain(value, 2)}
        onChange={(minScore) => onAdjust({ minScore: Math.round(minScore * 100) / 100 })}
      />
      <LabelledSwitch label={t("options.square")} checked={asked.square} onChange={(square) => onAdjust({ square })} />
      {asked.minSize !== null || asked.minScore !== null ? (
        <Button look="quiet" onClick={() => onAdjust({ minSize: null, minScore: null })}>
          {t("options.usual")}
        </Button>
      ) : null}
    </section>
  );
}

interface SettingProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  words(value: number): string;
  onChange(value: number): void;
}

const RESTED = 220; // ms without a move before the server is asked

function Setting({ value, words, onChange, ...slider }: SettingProps) {
  const [moved, setMoved] = useState<number | null>(null);
  useEffect(() => {
    if (moved === null) return;
    const timer = window.setTimeout(() => {
      onChange(moved);
      setMoved(null);
    }, RESTED);
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a move starts the wait, not another render
  }, [moved]);
  const current = moved ?? value;
  return (
    <div className={styles.setting}>
      <p>
        <span>{slider.label}</span>
        <b>{words(current)}</b>
      </p>
      <Slider {...slider} value={current} say={words} onChange={setMoved} />
    </div>
  );
}
