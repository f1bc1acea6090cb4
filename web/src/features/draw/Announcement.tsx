import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { isRefusal, majorityOf } from "./agreementOf";
import type { Reading } from "./useReading";

/** Long enough that a reading which still changes with the pen is not read aloud. */
const QUIET_MS = 800;

/** Tells a screen reader what the networks read, once the hand has come to rest. */
export function Announcement({ reading }: { reading: Reading | null }) {
  const { t } = useTranslation("draw");
  const [sentence, setSentence] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSentence(reading ? sentenceOf(reading, t) : ""), QUIET_MS);
    return () => clearTimeout(timer);
  }, [reading, t]);
  return (
    <p className="visually-hidden" role="status" data-testid="announcement">
      {sentence}
    </p>
  );
}

function sentenceOf({ task, reply }: Reading, t: (key: string, values?: Record<string, string>) => string): string {
  if (reply.nothing_drawn) return t("nothing.title");
  const majority = majorityOf(reply.models);
  if (majority === null) return t("disagree");
  return isRefusal(majority) ? t(`${task}.refused`) : t("announce", { reading: majority });
}
