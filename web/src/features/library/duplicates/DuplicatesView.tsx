import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { duplicatesQuery } from "@/api/library";
import type { DuplicatesReply } from "@/api/types";
import { useSelection } from "@/components/gallery/useSelection";
import { Viewer } from "@/components/gallery/Viewer";
import { MoreLikeThis } from "@/components/gallery/ViewerDetails";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { Slider } from "@/components/ui/Slider";
import { useNumbers } from "@/components/ui/useNumbers";
import { useUrlState } from "@/components/ui/useUrlState";

import { SelectionBar } from "../gallery/SelectionBar";
import { useTyped } from "../gallery/useTyped";
import styles from "./duplicates.module.css";
import { GroupCard } from "./GroupCard";
import { bytesOfOthers, LEAST, othersOf, readLeast } from "./others";
import { useScore } from "./useScore";

const GROUPS = 100;
const MOST_GROUPS = 1000;
const noRange = () => [];

export default function DuplicatesView() {
  const { t } = useTranslation("library");
  const [least, setLeast] = useUrlState("least", "");
  const [limit, setLimit] = useState(GROUPS);
  const { data, error, refetch, isFetching } = useQuery(duplicatesQuery(readLeast(least), limit));
  const selection = useSelection(noRange);
  const [seen, setSeen] = useState<{ group: number; index: number } | null>(null);
  const pictures = seen ? (data?.groups[seen.group]?.pictures ?? []) : [];
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t("duplicates.comparing")} />;
  return (
    <div className={styles.view} aria-busy={isFetching}>
      <p className={styles.lead}>{t("duplicates.what")}</p>
      <Threshold least={data.least} onChange={setLeast} fetching={isFetching} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      <Found data={data} onSelect={(ids) => selection.add(ids)} />
      <div className={styles.groups} data-stale={isFetching || undefined}>
        {data.groups.map((group, place) => (
          <GroupCard key={group.best} group={group} selection={selection} onOpen={(index) => setSeen({ group: place, index })} />
        ))}
      </div>
      {data.total > data.groups.length && limit < MOST_GROUPS ? (
        <Button disabled={isFetching} onClick={() => setLimit(Math.min(MOST_GROUPS, limit + GROUPS))}>
          {t("duplicates.more")}
        </Button>
      ) : null}
      <SelectionBar selection={selection} total={0} />
      <Viewer
        index={seen && pictures.length ? Math.min(seen.index, pictures.length - 1) : null}
        total={pictures.length}
        pictureAt={(index) => pictures[index]}
        onIndex={(index) => setSeen(seen && { ...seen, index })}
        onClose={() => setSeen(null)}
        actions={(picture) => <MoreLikeThis picture={picture} />}
      />
    </div>
  );
}

interface ThresholdProps {
  least: number;
  onChange(least: string): void;
  fetching: boolean;
}

function Threshold({ least, onChange, fetching }: ThresholdProps) {
  const { t } = useTranslation("library");
  const score = useScore();
  const [typed, type] = useTyped(String(least), onChange);
  return (
    <div className={styles.threshold}>
      <span>{t("duplicates.least")}</span>
      <Slider label={t("duplicates.least")} value={Number(typed)} min={LEAST} max={1} step={0.01} onChange={(value) => type(String(value))} say={score} />
      <output>{score(Number(typed))}</output>
      <span className={styles.ends}>
        <span>{t("duplicates.loose")}</span>
        <span role="status">{fetching ? t("duplicates.comparing") : ""}</span>
        <span>{t("duplicates.strict")}</span>
      </span>
    </div>
  );
}

function Found({ data, onSelect }: { data: DuplicatesReply; onSelect(ids: number[]): void }) {
  const { t } = useTranslation("library");
  const { bytes, count } = useNumbers();
  if (data.compared === 0)
    return (
      <Notice tone="warning" action={<Link href="/library/sources">{t("tabs.sources")}</Link>}>
        {t("duplicates.unfilled")}
      </Notice>
    );
  if (data.total === 0) return <Notice>{t("duplicates.none", { compared: count(data.compared) })}</Notice>;
  const others = data.groups.flatMap(othersOf);
  return (
    <div className={styles.found}>
      <p role="status">
        <strong>{t("duplicates.groups", { count: data.total, number: count(data.total) })}</strong>{" "}
        {t("duplicates.others", { count: others.length, number: count(others.length), size: bytes(bytesOfOthers(data.groups)) })}{" "}
        <span>{t("duplicates.compared", { number: count(data.compared) })}</span>
      </p>
      <Button onClick={() => onSelect(others)}>{t("duplicates.selectAll", { number: count(others.length) })}</Button>
    </div>
  );
}
