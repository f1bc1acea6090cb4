import { useTranslation } from "react-i18next";

import type { Caption } from "@/api/types";
import { isTouch } from "@/components/given/StartBox";
import { IconButton } from "@/components/ui/IconButton";
import { NextIcon, PauseIcon, PlayIcon, PreviousIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./describe.module.css";
import { shownOf, type Step, type Steps } from "./steps";

interface PlayerProps {
  caption: Caption;
  steps: Steps;
  onStep(step: Step): void;
}

/** Steps through the words, and says what the map of the shown one is. */
export function Player({ caption, steps, onStep }: PlayerProps) {
  const { t } = useTranslation("describe");
  const { count, percent } = useNumbers();
  const shown = shownOf(steps);
  const word = shown === null ? undefined : caption.words[shown];
  const growing = steps.grown < steps.words;
  return (
    <div className={styles.player}>
      <div className={styles.keys}>
        <IconButton label={t("player.previous")} keys="←" disabled={steps.words === 0} onClick={() => onStep({ kind: "move", by: -1 })}>
          <PreviousIcon />
        </IconButton>
        <IconButton label={t(growing ? "player.whole" : steps.playing ? "player.pause" : "player.play")} disabled={steps.words === 0} onClick={() => onStep({ kind: "play" })}>
          {steps.playing ? <PauseIcon /> : <PlayIcon />}
        </IconButton>
        <IconButton label={t("player.next")} keys="→" disabled={steps.words === 0} onClick={() => onStep({ kind: "move", by: 1 })}>
          <NextIcon />
        </IconButton>
      </div>
      <p className={styles.word} role={steps.playing ? undefined : "status"}>
        {word && shown !== null ? (
          <>
            <strong lang="en">{word.text}</strong>
            <span>{t("player.place", { place: count(shown + 1), words: count(steps.words), probability: percent(word.probability, 0) })}</span>
          </>
        ) : (
          <span>{t(isTouch() ? "player.howTouch" : "player.how")}</span>
        )}
      </p>
    </div>
  );
}
