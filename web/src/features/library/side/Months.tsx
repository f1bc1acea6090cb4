import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { monthsQuery } from "@/api/library";
import { useDates } from "@/components/gallery/useDates";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { ChevronIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import { spanOf, type Year, yearsOf } from "./months";
import styles from "./side.module.css";
import type { SideProps } from "./SidePanel";

export function Months({ view, onChange }: SideProps) {
  const { t } = useTranslation("library");
  const { data, error, refetch } = useQuery(monthsQuery);
  const years = useMemo(() => yearsOf(data?.months ?? []), [data]);
  return (
    <section aria-labelledby="library-months">
      <h2 id="library-months">{t("side.dates")}</h2>
      <div className={styles.dates}>
        <label>
          <span>{t("side.since")}</span>
          <input type="date" value={view.since} max={view.until || undefined} onChange={(event) => onChange({ since: event.target.value })} />
        </label>
        <label>
          <span>{t("side.until")}</span>
          <input type="date" value={view.until} min={view.since || undefined} onChange={(event) => onChange({ until: event.target.value })} />
        </label>
      </div>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data ? (
        <ul className={styles.tree}>
          <li>
            <button
              type="button"
              className={styles.entry}
              aria-pressed={!view.since && !view.until}
              onClick={() => onChange({ since: "", until: "" })}
            >
              <span>{t("side.allDates")}</span>
            </button>
          </li>
          {years.map((year) => (
            <YearRow key={year.year} year={year} alone={years.length === 1} view={view} onChange={onChange} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function YearRow({ year, alone, view, onChange }: SideProps & { year: Year; alone: boolean }) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { month: monthName } = useDates();
  const [open, setOpen] = useState(alone || view.since.startsWith(year.year));
  const isChosen = (span: { since: string; until: string }) => view.since === span.since && view.until === span.until;
  const whole = spanOf(year.year);
  return (
    <li>
      <div className={styles.branch}>
        <button
          type="button"
          className={styles.twist}
          aria-expanded={open}
          aria-label={t("side.months", { year: year.year })}
          onClick={() => setOpen(!open)}
        >
          <ChevronIcon />
        </button>
        <button type="button" className={styles.entry} aria-pressed={isChosen(whole)} style={{ "--share": year.share }} onClick={() => onChange(whole)}>
          <span>{year.year}</span>
          <small>{count(year.pictures)}</small>
        </button>
      </div>
      {open ? (
        <ul>
          {year.months.map(({ month, pictures, share }) => {
            const span = spanOf(year.year, month);
            return (
              <li key={month} className={styles.leaf}>
                <button type="button" className={styles.entry} aria-pressed={isChosen(span)} style={{ "--share": share }} onClick={() => onChange(span)}>
                  <span>{monthName(month)}</span>
                  <small>{count(pictures)}</small>
                </button>
              </li>
            );
          })}
        </ul>
      ) : null}
    </li>
  );
}
