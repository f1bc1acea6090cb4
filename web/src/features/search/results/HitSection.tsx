import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import type { Section } from "../bands";
import { useNear } from "../useNear";
import { BandMark } from "./BandBadge";
import { HitGrid } from "./HitGrid";
import styles from "./results.module.css";
import type { HitActions } from "./useHitActions";

interface HitSectionProps {
  section: Section;
  reply: SearchReply;
  actions: HitActions;
}

/** Hits that mean the same, under what they mean. */
export function HitSection({ section: { kind, hits }, reply, actions }: HitSectionProps) {
  const { t } = useTranslation("search");
  const { count } = useNumbers();
  const { near } = useNear();
  const title = t(`sections.${kind}.title`, { count: hits.length, number: count(hits.length) });
  const meaning = t(`sections.${kind}.meaning`, { from: near(kind === "strong" ? reply.strong : reply.weak) });
  // What texts add is not what the marks were measured on.
  const byTexts = hits.some(({ matched }) => matched.some((where) => where !== "picture"));
  const band = kind === "all" ? null : kind === "proven" ? "strong" : kind;
  return (
    <section className={styles.section} data-band={band ?? undefined} aria-label={title}>
      <header>
        <h2>
          {band ? <BandMark band={band} /> : null}
          {title}
        </h2>
        <p>{byTexts && kind !== "all" ? t("sections.byTexts") : meaning}</p>
      </header>
      <HitGrid label={title} hits={hits} actions={actions} />
    </section>
  );
}
