import { useQuery } from "@tanstack/react-query";
import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { sketchLookQuery, sketchResultQuery } from "@/api/benchmarks";
import { cardQuery } from "@/api/models";
import type { ModelCard, SketchLook } from "@/api/types";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { Panel } from "@/components/ui/Panel";
import { useUrlState } from "@/components/ui/useUrlState";

import { HistoryCurves } from "../HistoryCurves";
import { Categories } from "./Categories";
import { Figures } from "./Figures";
import { Found } from "./Found";
import { MapPanel } from "./MapPanel";
import styles from "./sketch.module.css";
import { type Naming, useCategoryNames } from "./useCategoryNames";

const COMMAND = "mindseye bench sketch --data DIR";
const SERVED = "sketch"; // the model whose curves are shown before the first run

/** How sketch search learned, and what it finds: the newest run of its benchmark. */
export default function SketchPage() {
  const { data, error, refetch } = useQuery(sketchLookQuery);
  const look = data?.look ?? null;
  const card = useQuery({ ...cardQuery(look?.model ?? SERVED), retry: false, enabled: data !== undefined });
  const nameOf = useCategoryNames(look, card.data);
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className={styles.stack}>
      {look ? <Run look={look} nameOf={nameOf} /> : <None />}
      {card.data ? <Learned card={card.data} /> : null}
    </div>
  );
}

function None() {
  const { t } = useTranslation("lab");
  return (
    <Notice title={t("sketch.none.title")} action={<Link href="/search">{t("sketch.none.draw")}</Link>}>
      <p>{t("sketch.none.cure")}</p>
      <p>
        <code className={styles.command}>{COMMAND}</code>
      </p>
    </Notice>
  );
}

function Learned({ card }: { card: ModelCard }) {
  const { t } = useTranslation("lab");
  return (
    <Panel title={t("history.title")} aside={<Link href={`/lab/models/${card.name}`}>{card.title}</Link>}>
      <HistoryCurves cards={[card]} />
    </Panel>
  );
}

/** Which category is looked at is in the URL. */
function Run({ look, nameOf }: { look: SketchLook; nameOf: Naming }) {
  const result = useQuery(sketchResultQuery).data?.result ?? null;
  const [asked, choose] = useUrlState("category", "");
  const category = look.categories.some((each) => each.category === asked) ? asked : "";
  const top = useRef<HTMLDivElement>(null);
  const chooseAndShow = (next: string) => {
    choose(next);
    top.current?.scrollIntoView({ block: "start" });
  };
  return (
    <>
      {result ? <Figures result={result} model={look.model} /> : null}
      <div className={styles.stack} ref={top}>
        <CategoryChoice look={look} nameOf={nameOf} category={category} onCategory={choose} />
        <MapPanel look={look} nameOf={nameOf} category={category} onCategory={choose} />
        <Found look={look} nameOf={nameOf} category={category} />
      </div>
      <Categories look={look} nameOf={nameOf} onCategory={chooseAndShow} />
    </>
  );
}

interface CategoryChoiceProps {
  look: SketchLook;
  nameOf: Naming;
  category: string;
  onCategory(category: string): void;
}

function CategoryChoice({ look, nameOf, category, onCategory }: CategoryChoiceProps) {
  const { t, i18n } = useTranslation("lab");
  const id = useId();
  const groups = [false, true].map((unseen) => ({
    unseen,
    options: look.categories
      .filter((each) => each.unseen === unseen)
      .map((each) => ({ value: each.category, label: nameOf.category(each.category) }))
      .sort((a, b) => a.label.localeCompare(b.label, i18n.language)),
  }));
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{t("sketch.choose")}</label>
      <select id={id} value={category} onChange={(event) => onCategory(event.target.value)}>
        <option value="">{t("sketch.every", { count: look.categories.length })}</option>
        {groups.map(({ unseen, options }) =>
          options.length > 0 ? (
            <optgroup key={String(unseen)} label={t(unseen ? "sketch.unseen" : "sketch.seen")}>
              {options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </optgroup>
          ) : null,
        )}
      </select>
      {category ? <Button onClick={() => onCategory("")}>{t("sketch.all")}</Button> : null}
    </div>
  );
}
