import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { captionsQuery } from "@/api/captions";
import type { GivenPicture } from "@/api/classify";
import type { Caption, CaptionsReply } from "@/api/types";
import { PhotoStage } from "@/components/given/PhotoStage";
import { usePhoto } from "@/components/given/usePhoto";
import { Loading, ProblemNotice } from "@/components/problem/Notice";

import { OfLibrary } from "./OfLibrary";
import { Alternatives } from "./Alternatives";
import { type Asked, MOST_START } from "./asked";
import { cellsOf, fullOf } from "./attention";
import { AttentionCanvas } from "./AttentionCanvas";
import styles from "./describe.module.css";
import { LookChoice } from "./LookChoice";
import { startWith } from "./pieces";
import { Player } from "./Player";
import { ChineseSentence, Sentence } from "./Sentence";
import { shownOf, type Step, type Steps } from "./steps";
import { TakeAlong } from "./Tools";
import { useLook } from "./useLook";
import { useStepKeys } from "./useStepKeys";
import { useSteps } from "./useSteps";
import { Doubts, Figures } from "./Verdict";
import { Writing } from "./Writing";

interface DescribedProps {
  given: GivenPicture;
  asked: Asked;
  onAdjust(change: Partial<Asked>): void;
}

const NOTHING_YET: Caption = { text: "", text_zh: "", log_probability: 0, sure_zh: true, confidence: 0, words: [], words_zh: [] };

/** A photo, the sentences that describe it, and where the model looked for each of their words. */
export function Described({ given, asked, onAdjust }: DescribedProps) {
  const { t } = useTranslation("describe");
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(captionsQuery(given, asked));
  const { caption, index, steps, take, choose, again } = useReading(given.key, data);
  useStepKeys(take);
  const shown = shownOf(steps);
  const word = shown === null ? undefined : caption.words[shown]?.text;
  // A chosen word ends a start that one may go on from in another way.
  const offered = steps.at === null || steps.playing || steps.at >= MOST_START || steps.at + 1 >= steps.words ? "" : startWith(caption.words, steps.at);
  return (
    <div className={styles.bench}>
      <Stage given={given} caption={caption} shown={shown} label={word ? t("photo.map", { word, name: given.name }) : t("photo.plain", { name: given.name })} />
      <div className={styles.answer} aria-busy={isPlaceholderData || undefined}>
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
        {data ? (
          <section className={styles.card} aria-label={t("sentence.title")} data-testid="described">
            <Doubts sure={data.sure} note={data.note} />
            <Both caption={caption} steps={steps} onStep={take} />
            <Player caption={caption} steps={steps} onStep={take} />
            <Figures caption={caption} />
            <TakeAlong given={given} asked={asked} choice={index} text={caption.text} />
            {"picture" in given.sent ? <OfLibrary id={given.sent.picture} /> : null}
            <Alternatives captions={data.captions} chosen={index} onChoose={choose} />
            <p className={styles.soft}>{t("figures.why")}</p>
          </section>
        ) : error ? null : (
          <Loading label={t("looking")} />
        )}
      </div>
      <Writing asked={asked} busy={isFetching} offered={offered} onAdjust={onAdjust} onAgain={again} />
    </div>
  );
}

interface Reading {
  caption: Caption;
  /** Which of the sentences, from 0. */
  index: number;
  steps: Steps;
  take(step: Step): void;
  choose(index: number): void;
  /** The best sentence once more, from its first word on. */
  again(): void;
}

/** Which sentence is read, and where in it one is. What comes new grows; what one chooses is there at once. */
function useReading(picture: string, data: CaptionsReply | undefined): Reading {
  const [choice, setChoice] = useState<{ of: CaptionsReply | undefined; index: number; picked: boolean }>({ of: data, index: 0, picked: false });
  const [times, setTimes] = useState(0);
  const { index, picked } = choice.of === data ? choice : { index: 0, picked: false };
  const caption = data?.captions[index] ?? NOTHING_YET;
  const [steps, take] = useSteps(`${picture} ${times} ${caption.text}`, caption.words.length, !picked);
  const choose = useCallback((next: number) => setChoice({ of: data, index: next, picked: true }), [data]);
  const again = useCallback(() => {
    setChoice({ of: data, index: 0, picked: false });
    setTimes((number) => number + 1);
  }, [data]);
  return { caption, index, steps, take, choose, again };
}

interface StageProps {
  given: GivenPicture;
  caption: Caption;
  /** The word whose map is shown. */
  shown: number | null;
  label: string;
}

function Stage({ given, caption, shown, label }: StageProps) {
  const { t } = useTranslation("describe");
  const photo = usePhoto(given);
  const [look, setLook] = useLook();
  const maps = useMemo(() => caption.words.map(({ attention }) => cellsOf(attention)), [caption]);
  const full = useMemo(() => fullOf(maps), [maps]);
  return (
    <div className={styles.photo}>
      <PhotoStage photo={photo} label={label}>
        {(size) => <AttentionCanvas cells={shown === null ? null : (maps[shown] ?? null)} full={full} look={look} {...size} />}
      </PhotoStage>
      <div className={styles.below}>
        <p className={styles.soft}>{t("photo.scale")}</p>
        <LookChoice look={look} onLook={setLook} />
      </div>
    </div>
  );
}

/** The sentence in both languages, the reader's own first and larger. */
function Both({ caption, steps, onStep }: { caption: Caption; steps: Steps; onStep(step: Step): void }) {
  const { t, i18n } = useTranslation("describe");
  const chinese = i18n.language === "zh";
  return (
    <div className={styles.both} data-first={chinese ? "zh" : "en"}>
      <p className="visually-hidden" role="status">
        {chinese && caption.text_zh ? caption.text_zh : caption.text}
      </p>
      <Sentence caption={caption} steps={steps} onStep={onStep} />
      {caption.text_zh ? (
        <div>
          <ChineseSentence caption={caption} steps={steps} onStep={onStep} />
          <p className={styles.tag}>{t(caption.sure_zh ? "sentence.byRules" : "sentence.unsureRules")}</p>
        </div>
      ) : null}
    </div>
  );
}
