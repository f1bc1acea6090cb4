import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { type GivenPicture, namingQuery } from "@/api/classify";
import type { ClassifyingModel, Naming, NamingLabel } from "@/api/types";

import { Loading, ProblemNotice } from "../problem/Notice";
import { AlertIcon } from "../ui/icons";
import { useNumbers } from "../ui/useNumbers";
import { LabelBars } from "./LabelBars";
import styles from "./naming.module.css";
import { useModelTitle } from "./useModelTitle";
import { namesOf } from "./words";

interface NamingCardProps {
  given: GivenPicture;
  model: ClassifyingModel;
  looked: NamingLabel | null;
  onLook(index: number): void;
}

/** What one model calls the photo. */
export function NamingCard({ given, model, looked, onLook }: NamingCardProps) {
  const { t } = useTranslation("naming");
  const { milliseconds } = useNumbers();
  const title = useModelTitle()(model);
  const { data, error, refetch } = useQuery(namingQuery(given, model));
  const naming = data?.namings[0];
  return (
    <section className={styles.card} aria-label={t("labels", { model: title })} data-testid="naming">
      <header>
        <h2>{title}</h2>
        {naming ? <p className={styles.soft}>{t("took", { time: milliseconds(naming.time_ms) })}</p> : null}
      </header>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {naming ? <Answer naming={naming} title={title} looked={looked} onLook={onLook} /> : error ? null : <Loading label={t("naming")} />}
    </section>
  );
}

interface AnswerProps {
  naming: Naming;
  title: string;
  looked: NamingLabel | null;
  onLook?(index: number): void;
}

/** Labels, groups, and whether the model means it. */
export function Answer({ naming, title, looked, onLook }: AnswerProps) {
  const { t } = useTranslation("naming");
  const { percent, plain } = useNumbers();
  const { labels, threshold, accepted, likeness, least_likeness: least } = naming;
  const best = labels[0]?.probability ?? 0;
  const unlike = likeness !== null && least !== null && likeness < least;
  return (
    <>
      {accepted ? null : (
        <div className={styles.refused}>
          <AlertIcon />
          <p>
            <strong>{t("none.title")}</strong>
            {unlike
              ? t("none.unlike", { likeness: plain(likeness, 2), least: plain(least, 2) })
              : t("none.why", { best: percent(best, 0), threshold: percent(threshold ?? 0, 0) })}
          </p>
        </div>
      )}
      <Groups groups={naming.groups} />
      <LabelBars
        label={t("labels", { model: title })}
        labels={labels}
        threshold={threshold}
        refused={!accepted}
        looked={looked}
        onLook={naming.explains ? onLook : undefined}
      />
      {onLook && !naming.explains ? <p className={styles.soft}>{t("heat.noMap", { model: title })}</p> : null}
    </>
  );
}

/** Groups that are less likely than this say nothing. */
const WORTH = 0.05;

function Groups({ groups }: Pick<Naming, "groups">) {
  const { t, i18n } = useTranslation("naming");
  const { percent } = useNumbers();
  const shown = groups.filter(({ probability }) => probability >= WORTH).slice(0, 4);
  if (shown.length === 0) return null;
  return (
    <ul className={styles.groups} aria-label={t("groups")}>
      {shown.map((group) => (
        <li key={group.name}>
          {namesOf(group, i18n.language).own} <b>{percent(group.probability, 0)}</b>
        </li>
      ))}
    </ul>
  );
}
