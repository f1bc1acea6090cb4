import { useTranslation } from "react-i18next";

import type { SketchCategory, SketchLook } from "@/api/types";
import { Panel } from "@/components/ui/Panel";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./sketch.module.css";
import type { Naming } from "./useCategoryNames";

const SHOWN = 8; // at either end

interface CategoriesProps {
  look: SketchLook;
  nameOf: Naming;
  onCategory(category: string): void;
}

/** The categories that are found best and worst; each leads to its drawings. */
export function Categories({ look, nameOf, onCategory }: CategoriesProps) {
  const { t } = useTranslation("lab");
  const all = look.categories;
  const best = all.slice(0, SHOWN);
  const worst = all.slice(Math.max(SHOWN, all.length - SHOWN)).reverse();
  const tables = [
    { key: "best", rows: best },
    { key: "worst", rows: worst },
  ] as const;
  return (
    <Panel title={t("sketch.by.title")}>
      <div className={styles.pair}>
        {tables.map(({ key, rows }) =>
          rows.length > 0 ? (
            <section key={key}>
              <h3>{t(`sketch.by.${key}`)}</h3>
              <Table label={t(`sketch.by.${key}`)} rows={rows} nameOf={nameOf} onCategory={onCategory} />
            </section>
          ) : null,
        )}
      </div>
    </Panel>
  );
}

interface TableProps {
  label: string;
  rows: readonly SketchCategory[];
  nameOf: Naming;
  onCategory(category: string): void;
}

function Table({ label, rows, nameOf, onCategory }: TableProps) {
  const { t } = useTranslation("lab");
  const { percent } = useNumbers();
  return (
    <Scroll label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("sketch.by.category")}</th>
            <th scope="col">{t("sketch.by.drawings")}</th>
            <th scope="col">{t("sketch.by.before")}</th>
            <th scope="col">{t("sketch.by.after")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ category, unseen, count, before, after }) => (
            <tr key={category}>
              <th scope="row">
                <button type="button" className={styles.link} onClick={() => onCategory(category)}>
                  {nameOf.category(category)}
                </button>
                {unseen ? <small>{t("sketch.unseen")}</small> : null}
              </th>
              <td>{count}</td>
              <td>{percent(before, 0)}</td>
              <td>{percent(after, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
