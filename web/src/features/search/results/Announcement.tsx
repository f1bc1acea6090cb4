import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Band } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

/** A slider that still moves should not be read aloud at every step. */
const QUIET_MS = 500;

interface AnnouncementProps {
  counts: Readonly<Record<Band, number>>;
  ready: boolean;
  /** Said before it, such as what a drawing looks like. */
  first?: string;
}

/** Tells a screen reader what was found. */
export function Announcement({ counts, ready, first = "" }: AnnouncementProps) {
  const { t } = useTranslation("search");
  const { count } = useNumbers();
  const [sentence, setSentence] = useState("");
  const words = t("announce.found", { strong: count(counts.strong), weak: count(counts.weak) });
  const next = [first, counts.strong + counts.weak === 0 ? t("nothing.title") : words].filter(Boolean).join(" ");
  useEffect(() => {
    if (!ready) return;
    const timer = setTimeout(() => setSentence(next), QUIET_MS);
    return () => clearTimeout(timer);
  }, [next, ready]);
  return (
    <p className="visually-hidden" role="status" data-testid="announcement">
      {sentence}
    </p>
  );
}
