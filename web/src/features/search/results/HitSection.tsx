import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { PictureGrid } from "@/components/gallery/PictureGrid";
import { useNumbers } from "@/components/ui/useNumbers";

import type { Section } from "../bands";
import { scoreText } from "../score";
import { BandMark } from "./BandBadge";
import { HitOverlay } from "./HitOverlay";
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
  const title = t(`sections.${kind}.title`, { count: hits.length, number: count(hits.length) });
  const meaning = t(`sections.${kind}.meaning`, { from: scoreText(kind === "strong" ? reply.strong : reply.weak) });
  const band = kind === "all" ? null : kind === "proven" ? "strong" : kind;
  return (
    <section className={styles.section} data-band={band ?? undefined} aria-label={title}>
      <header>
        <h2>
          {band ? <BandMark band={band} /> : null}
          {title}
        </h2>
        <p>{meaning}</p>
      </header>
      <PictureGrid
        label={title}
        total={hits.length}
        size="medium"
        pictureAt={(index) => hits[index]?.picture}
        onOpen={(index) => {
          const hit = hits[index];
          if (hit) actions.why(hit.picture.id);
        }}
        labelOf={(picture, index) => {
          const hit = hits[index];
          return hit ? t("hit.label", { name: picture.name, score: scoreText(hit.score), band: t(`bands.${hit.band}.word`) }) : picture.name;
        }}
        overlay={(_, index) => {
          const hit = hits[index];
          return hit ? <HitOverlay hit={hit} actions={actions} /> : null;
        }}
      />
    </section>
  );
}
