import { useTranslation } from "react-i18next";

import type { BenchmarkResult, BenchmarkRow } from "@/api/types";
import { Panel } from "@/components/ui/Panel";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./sketch.module.css";

const PARTS = ["seen", "unseen", "five", "instance"];
const METRICS = ["map", "precision@6", "recall@1", "recall@5"];
const NAMES: Record<string, string> = { map: "mAP", "precision@6": "P@6", "recall@1": "R@1", "recall@5": "R@5" };

interface FiguresProps {
  result: BenchmarkResult;
  model: string;
}

/** Figures of each part, before and after training, and of drawings that were drawn otherwise. */
export function Figures({ result, model }: FiguresProps) {
  const { t, i18n } = useTranslation("lab");
  const measured = new Date(result.measured).toLocaleString(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  const searched = result.rows.filter((row) => row.setting.rerank !== "none"); // as a search ranks, not by the cosine alone
  const own = searched.filter((row) => row.model === model && row.setting.towers === "trained");
  const before = searched.filter((row) => row.setting.towers === "untrained");
  const of = (rows: readonly BenchmarkRow[], part: string) => rows.find((row) => row.setting.part === part && row.setting.strokes === "");
  const strokes = own.filter((row) => row.setting.part === "seen");
  return (
    <div className={styles.pair}>
      <Panel title={t("sketch.figures.title")}>
        <Scroll label={t("sketch.figures.title")}>
          <table className={`${styles.table} ${styles.parts}`}>
            <thead>
              <tr>
                <th scope="col">{t("sketch.figures.part")}</th>
                <th scope="col" />
                {METRICS.map((metric) => (
                  <th key={metric} scope="col">
                    {NAMES[metric]}
                  </th>
                ))}
              </tr>
            </thead>
            {PARTS.map((part) => (
              <Part key={part} part={part} before={of(before, part)} after={of(own, part)} />
            ))}
          </table>
        </Scroll>
        <p className={styles.soft}>{t("sketch.figures.measured", { measured, data: result.data, cores: result.machine.cores, cpu: result.machine.cpu })}</p>
      </Panel>
      <Panel title={t("sketch.strokes.title")}>
        <p className={styles.soft}>{t("sketch.strokes.lead")}</p>
        <Strokes rows={strokes} />
      </Panel>
    </div>
  );
}

function Part({ part, before, after }: { part: string; before: BenchmarkRow | undefined; after: BenchmarkRow | undefined }) {
  const { t } = useTranslation("lab");
  if (!after) return null;
  return (
    <tbody>
      <tr className={styles.soft}>
        <th scope="rowgroup" rowSpan={2}>
          {t(`sketch.parts.${part}`)}
          <small>{t("sketch.figures.of", { queries: after.count, photos: Number(after.setting.gallery) })}</small>
        </th>
        <th scope="row">{t("sketch.figures.before")}</th>
        <Cells row={before} />
      </tr>
      <tr>
        <th scope="row">{t("sketch.figures.after")}</th>
        <Cells row={after} />
      </tr>
    </tbody>
  );
}

function Cells({ row }: { row: BenchmarkRow | undefined }) {
  const { percent } = useNumbers();
  return METRICS.map((metric) => {
    const value = row?.metrics[metric];
    return <td key={metric}>{value === undefined ? "–" : percent(value, 1)}</td>;
  });
}

function Strokes({ rows }: { rows: readonly BenchmarkRow[] }) {
  const { t } = useTranslation("lab");
  const { percent } = useNumbers();
  return (
    <ul className={styles.bars}>
      {rows.map(({ setting, metrics }) => {
        const name = String(setting.strokes) || "as drawn";
        const value = metrics.map ?? 0;
        return (
          <li key={name}>
            <p>
              <span>{t(`sketch.strokes.names.${name}`, { defaultValue: name })}</span>
              <strong>{percent(value, 1)}</strong>
            </p>
            <div className={styles.track}>
              <span style={{ width: `${100 * value}%` }} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
