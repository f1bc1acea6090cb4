import { useTranslation } from "react-i18next";

import type { LabelCount } from "@/api/types";
import { namesOf } from "@/components/naming/words";
import { CrossIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import { filterOf, nameOf } from "../facet";
import styles from "./facet.module.css";

interface FacetProps {
  labels: readonly LabelCount[];
  /** As the filter says it, "photo:dog"; empty for none. */
  chosen: string;
  onChoose(filter: string): void;
}

/** What the hits show, to look at one kind of them only. One row: what does not fit is reached by a swipe. */
export function Facet({ labels, chosen, onChoose }: FacetProps) {
  const { t, i18n } = useTranslation("search");
  const { count } = useNumbers();
  if (labels.length === 0 && !chosen) return null;
  const others = labels.filter((label) => filterOf(label) !== chosen);
  return (
    <div className={styles.facet} role="group" aria-label={t("facet.title")}>
      {chosen ? (
        <button type="button" aria-pressed="true" onClick={() => onChoose("")}>
          {nameOf(chosen, labels, i18n.language)}
          <CrossIcon />
        </button>
      ) : null}
      {others.map((label) => (
        <button key={filterOf(label)} type="button" aria-pressed="false" onClick={() => onChoose(filterOf(label))}>
          {namesOf(label, i18n.language).own} <span>{count(label.pictures)}</span>
        </button>
      ))}
    </div>
  );
}
