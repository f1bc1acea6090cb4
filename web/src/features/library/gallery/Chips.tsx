import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { libraryQuery } from "@/api/library";
import { personQuery } from "@/api/people";
import { useDates } from "@/components/gallery/useDates";
import { Button } from "@/components/ui/Button";
import { CrossIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "../library.module.css";
import { useLabelName } from "../side/useLabelName";
import { isFiltered, unfiltered, type View } from "../view";

interface ChipsProps {
  view: View;
  total: number | undefined;
  onChange(changes: Partial<View>): void;
}

/** What restricts the list, each with a way out; and how many are left. */
export function Chips({ view, total, onChange }: ChipsProps) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const dates = useDateWords(view);
  const { data } = useQuery(libraryQuery);
  const labelName = useLabelName(view.label);
  const person = useQuery({ ...personQuery(view.person ?? 0), enabled: view.person !== null }).data;
  if (!isFiltered(view)) return null;
  const source = data?.sources.find(({ id }) => id === view.source);
  const chips: [string, string, Partial<View>][] = [];
  if (view.folder) chips.push(["folder", t("chips.folder", { name: view.folder }), { folder: "" }]);
  if (dates) chips.push(["dates", dates, { since: "", until: "" }]);
  if (view.text.trim()) chips.push(["text", t("chips.text", { text: view.text.trim() }), { text: "" }]);
  if (view.label) chips.push(["label", t("chips.shows", { name: labelName }), { label: "" }]);
  if (view.source !== null) chips.push(["source", t("chips.source", { name: source?.name ?? view.source }), { source: null }]);
  if (view.person !== null) chips.push(["person", t("chips.person", { name: person?.name || view.person }), { person: null }]);
  return (
    <div className={styles.chips}>
      <p role="status">{total === undefined ? "" : t("chips.left", { count: total, number: count(total) })}</p>
      <ul aria-label={t("chips.label")}>
        {chips.map(([key, words, changes]) => (
          <li key={key}>
            <button type="button" className={styles.chip} aria-label={t("chips.remove", { filter: words })} onClick={() => onChange(changes)}>
              {words}
              <CrossIcon />
            </button>
          </li>
        ))}
      </ul>
      {chips.length > 1 ? (
        <Button look="quiet" onClick={() => onChange(unfiltered(view))}>
          {t("filter.clear")}
        </Button>
      ) : null}
    </div>
  );
}

function useDateWords({ since, until }: View): string | null {
  const { t } = useTranslation("library");
  const { day } = useDates();
  if (since && until) return since === until ? day(since) : t("chips.between", { since: day(since), until: day(until) });
  if (since) return t("chips.since", { since: day(since) });
  return until ? t("chips.until", { until: day(until) }) : null;
}
