import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SketchAsked, SketchLook } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { RepeatIcon } from "@/components/ui/icons";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";

import { drawn, type Mark, markOf } from "./queries";
import styles from "./sketch.module.css";
import { SmallPicture } from "./SmallPicture";
import type { Naming } from "./useCategoryNames";

const SHOWN = 5;
const FIRST = 6; // the seed that a page begins with
const SIGNS: Record<Mark, string> = { own: "★", right: "✓", wrong: "✗" };

interface FoundProps {
  look: SketchLook;
  nameOf: Naming;
  category: string;
}

/** Drawings taken at random, and the first photos that each found before and after training. */
export function Found({ look, nameOf, category }: FoundProps) {
  const { t } = useTranslation("lab");
  const [seed, setSeed] = useState(FIRST);
  const queries = drawn(look, SHOWN, seed, category);
  const more = (
    <Button onClick={() => setSeed((before) => before + 1)}>
      <RepeatIcon /> {t("sketch.found.others")}
    </Button>
  );
  return (
    <Panel title={t("sketch.found.title")} aside={more}>
      <p className={styles.soft}>{t("sketch.found.lead")}</p>
      <ul className={styles.queries}>
        {queries.map((asked) => (
          <Query key={asked.point} look={look} nameOf={nameOf} asked={asked} />
        ))}
      </ul>
    </Panel>
  );
}

function Query({ look, nameOf, asked }: { look: SketchLook; nameOf: Naming; asked: SketchAsked }) {
  const { t } = useTranslation("lab");
  const { percent } = useNumbers();
  const name = nameOf.category(look.points[asked.point]?.category ?? "");
  const rows = [
    { key: "before", hits: asked.before, precision: asked.precision_before },
    { key: "after", hits: asked.after, precision: asked.precision_after },
  ] as const;
  return (
    <li className={styles.query}>
      <div className={styles.asked}>
        <SmallPicture look={look} place={asked.point} alt={nameOf.point(asked.point)} />
        <p>
          <strong>{name}</strong>
        </p>
        <p className={styles.soft}>{t(asked.part === "unseen" ? "sketch.unseen" : "sketch.seen")}</p>
      </div>
      {rows.map(({ key, hits, precision }) => (
        <section key={key} className={styles.row} aria-label={`${name}: ${t(`sketch.found.${key}`)}`}>
          <p>
            {t(`sketch.found.${key}`)} <span className={styles.soft}>{t("sketch.found.precision", { value: percent(precision, 0) })}</span>
          </p>
          <ol>
            {hits.map((hit) => (
              <Hit key={hit} look={look} nameOf={nameOf} hit={hit} mark={markOf(look, asked, hit)} />
            ))}
          </ol>
        </section>
      ))}
    </li>
  );
}

function Hit({ look, nameOf, hit, mark }: { look: SketchLook; nameOf: Naming; hit: number; mark: Mark }) {
  const { t } = useTranslation("lab");
  return (
    <li className={styles.hit} data-mark={mark}>
      <SmallPicture look={look} place={hit} alt={`${nameOf.category(look.points[hit]?.category ?? "")}: ${t(`sketch.marks.${mark}`)}`} />
      <span className={styles.mark} aria-hidden="true">
        {SIGNS[mark]}
      </span>
    </li>
  );
}
