import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { DuplicateGroup, Picture } from "@/api/types";
import { Thumbnail } from "@/components/gallery/Thumbnail";
import type { Selection } from "@/components/gallery/useSelection";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./duplicates.module.css";
import { othersOf, stateOf } from "./others";
import { useScore } from "./useScore";

interface GroupCardProps {
  group: DuplicateGroup;
  selection: Selection;
  onOpen(index: number): void;
}

/** Pictures that look the same, side by side; the suggestion is marked and says why. */
export function GroupCard({ group, selection, onOpen }: GroupCardProps) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const score = useScore();
  const title = useId();
  const state = stateOf(group, selection.chosen);
  const ids = group.pictures.map(({ id }) => id);
  return (
    <article className={styles.group} aria-labelledby={title}>
      <header>
        <h2 id={title}>
          {t("duplicates.group", { count: group.pictures.length, number: count(group.pictures.length) })}
          <small>{t("duplicates.score", { score: score(group.least_score) })}</small>
        </h2>
        <Button onClick={() => (state === "others" || state === "all" ? selection.drop(ids) : selection.add(othersOf(group)))}>
          {t(state === "others" || state === "all" ? "duplicates.unselect" : "duplicates.select")}
        </Button>
      </header>
      <ul>
        {group.pictures.map((picture, index) => (
          <Candidate
            key={picture.id}
            picture={picture}
            reason={picture.id === group.best ? group.reason : null}
            chosen={selection.chosen.has(picture.id)}
            onToggle={() => selection.toggle(index, picture.id)}
            onOpen={() => onOpen(index)}
          />
        ))}
      </ul>
      {state === "all" ? <p className={styles.warning}>{t("duplicates.allChosen")}</p> : null}
    </article>
  );
}

interface CandidateProps {
  picture: Picture;
  /** Why this is the one to keep; null for the others. */
  reason: string | null;
  chosen: boolean;
  onToggle(): void;
  onOpen(): void;
}

/** The server's reasons in the reader's language; one that is new here stays as it came. */
const REASONS: Record<string, string> = { "most pixels": "pixels", "least compressed": "bytes", "came first": "first" };

function Candidate({ picture, reason, chosen, onToggle, onOpen }: CandidateProps) {
  const { t } = useTranslation("library");
  const { bytes, count } = useNumbers();
  const because = reason === null ? null : t(`duplicates.reasons.${REASONS[reason] ?? reason}`, { defaultValue: reason });
  return (
    <li data-best={reason !== null || undefined} data-chosen={chosen || undefined}>
      <button type="button" className={styles.look} aria-label={t("duplicates.open", { name: picture.name })} onClick={onOpen}>
        <Thumbnail picture={picture} size={512} alt="" />
      </button>
      <label className={styles.about}>
        <input type="checkbox" checked={chosen} onChange={onToggle} />
        <strong>{picture.name}</strong>
        <small>
          {count(picture.width)} × {count(picture.height)} · {bytes(picture.bytes)}
        </small>
        <small title={picture.path}>{picture.folder}</small>
      </label>
      {because === null ? null : <p className={styles.best}>{t("duplicates.keep", { reason: because })}</p>}
    </li>
  );
}
