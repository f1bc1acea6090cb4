import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { labelsQuery, libraryQuery } from "@/api/library";
import type { LabelStatus } from "@/api/types";
import { useModelTitle } from "@/components/naming/useModelTitle";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { ChevronIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import { useJobActions } from "@/components/jobs/useJobActions";
import { foundIn, type LabelNode, treesOf } from "./labels";
import styles from "./side.module.css";
import type { SideProps } from "./SidePanel";

/** More than these are shown when asked for. */
const FEW = 12;
/** With fewer there is nothing to search in. */
const WORTH_SEARCHING = 8;

/** What the pictures show, as the models say: groups, and labels in them. */
export function Labels({ view, onChange }: SideProps) {
  const { t } = useTranslation("library");
  const { data, error, refetch } = useQuery(labelsQuery);
  const [typed, setTyped] = useState("");
  const trees = useMemo(() => treesOf(data?.labels ?? []), [data]);
  const titleOf = useModelTitle();
  const statuses = useQuery(libraryQuery).data?.labels ?? [];
  const titleFor = (model: string) => titleOf({ name: model, title: statuses.find((status) => status.model === model)?.title ?? model });
  const shared = { chosen: view.label, onChoose: (label: string) => onChange({ label: view.label === label ? "" : label }) };
  return (
    <section aria-labelledby="library-labels">
      <h2 id="library-labels">{t("side.labels")}</h2>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data && data.labels.length > WORTH_SEARCHING ? (
        <input
          className={styles.search}
          type="search"
          aria-label={t("side.findLabel")}
          placeholder={t("side.findLabel")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : null}
      {data && typed.trim() ? (
        <LabelList key={typed} nodes={foundIn(data.labels, typed)} none={t("side.noLabel")} {...shared} />
      ) : (
        trees.map(({ model, nodes }) => (
          <div key={model} className={styles.model}>
            {trees.length > 1 ? <h3>{titleFor(model)}</h3> : null}
            <LabelList nodes={nodes} {...shared} />
          </div>
        ))
      )}
      {statuses.map((status) => (status.missing > 0 ? <Missing key={status.model} status={status} title={titleFor(status.model)} /> : null))}
    </section>
  );
}

interface ListProps {
  nodes: readonly LabelNode[];
  chosen: string;
  onChoose(value: string): void;
  /** Said where there is nothing. */
  none?: string;
}

function LabelList({ nodes, none, ...rest }: ListProps) {
  const { t } = useTranslation("library");
  const [all, setAll] = useState(false);
  const most = Math.max(1, ...nodes.map(({ label }) => label.pictures));
  if (nodes.length === 0) return none ? <p className={styles.soft}>{none}</p> : null;
  return (
    <>
      <ul className={styles.tree}>
        {(all ? nodes : nodes.slice(0, FEW)).map((node) => (
          <LabelRow key={`${node.label.kind} ${node.value}`} node={node} share={node.label.pictures / most} {...rest} />
        ))}
      </ul>
      {!all && nodes.length > FEW ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          {t("side.moreLabels", { count: nodes.length - FEW })}
        </Button>
      ) : null}
    </>
  );
}

function LabelRow({ node, share, chosen, onChoose }: Omit<ListProps, "nodes" | "none"> & { node: LabelNode; share: number }) {
  const { t, i18n } = useTranslation("library");
  const { count } = useNumbers();
  const { label, value, below } = node;
  const [open, setOpen] = useState(below.some((each) => each.value === chosen));
  const name = i18n.language === "zh" ? label.name_zh : label.name;
  // One label alone says no more than its group, unless it is not in all of its pictures.
  const opens = below.length > 1 || (below[0] !== undefined && below[0].label.pictures < label.pictures);
  return (
    <li>
      <div className={styles.branch}>
        {opens ? (
          <button type="button" className={styles.twist} aria-expanded={open} aria-label={t("side.labelsIn", { name })} onClick={() => setOpen(!open)}>
            <ChevronIcon />
          </button>
        ) : (
          <span className={styles.twist} />
        )}
        <button type="button" className={styles.entry} aria-pressed={chosen === value} title={name} style={{ "--share": share }} onClick={() => onChoose(value)}>
          <span>{name}</span>
          <small>{count(label.pictures)}</small>
        </button>
      </div>
      {open && opens ? (
        <ul>
          {below.map((each) => (
            <LabelRow key={each.value} node={each} share={each.label.pictures / Math.max(1, label.pictures)} chosen={chosen} onChoose={onChoose} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** Pictures that a model has not looked at have no labels: a job does that in the background. */
function Missing({ status, title }: { status: LabelStatus; title: string }) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { start, starting } = useJobActions();
  return (
    <div className={styles.missing}>
      <p className={styles.soft}>{t("side.unlabelled", { count: status.missing, number: count(status.missing), model: title })}</p>
      <Button disabled={starting} onClick={() => start({ kind: "label", model: status.model })}>
        {t("side.labelNow")}
      </Button>
    </div>
  );
}
