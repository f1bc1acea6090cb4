import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { type GivenPicture, namingQuery } from "@/api/classify";
import type { ClassifyingModel, ClassifyReply } from "@/api/types";
import { saveAs } from "@/components/board/intake";
import { SmallPhoto } from "@/components/given/SmallPhoto";
import { MOST_FILES, type Taken } from "@/components/given/taken";
import { useModelTitle } from "@/components/naming/useModelTitle";
import { namesOf } from "@/components/naming/words";
import { Button } from "@/components/ui/Button";
import { SaveIcon } from "@/components/ui/icons";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./classify.module.css";
import { csvOf, type Row } from "./csv";

interface ResultListProps {
  taken: Taken;
  models: readonly ClassifyingModel[];
  onOpen(picture: GivenPicture): void;
}

/** So many are on their way at once; the others wait for them. */
const AT_ONCE = 3;

/** Several photos, and what each model calls each of them. */
export function ResultList({ taken, models, onOpen }: ResultListProps) {
  const { t } = useTranslation("classify");
  const { count } = useNumbers();
  const titleOf = useModelTitle();
  const { pictures, others, over } = taken;
  const asked = pictures.flatMap((picture) => models.map((model) => ({ picture, model })));
  const settled = useSettled(asked);
  const cells = useQueries({
    queries: asked.map(({ picture, model }, index) => ({ ...namingQuery(picture, model), enabled: index < settled + AT_ONCE })),
  });
  const rows: Row[] = pictures.map((picture, row) => ({
    name: picture.name,
    namings: models.flatMap((_, column) => cells[row * models.length + column]?.data?.namings ?? []),
  }));
  const save = (kind: "csv" | "json") => {
    const text = kind === "csv" ? csvOf(rows) : JSON.stringify(rows, null, 2);
    saveAs(new Blob([text], { type: kind === "csv" ? "text/csv;charset=utf-8" : "application/json" }), `mindseye-names.${kind}`);
  };
  return (
    <section className={styles.list}>
      <header>
        <h2>{t("list.title", { count: pictures.length, number: count(pictures.length) })}</h2>
        <div className={styles.tools}>
          {(["csv", "json"] as const).map((kind) => (
            <Button key={kind} disabled={cells.some(({ isPending }) => isPending)} onClick={() => save(kind)}>
              <SaveIcon />
              {t(`list.${kind}`)}
            </Button>
          ))}
        </div>
      </header>
      {over > 0 ? <p className={styles.soft}>{t("list.most", { most: MOST_FILES })}</p> : null}
      {others > 0 ? <p className={styles.soft}>{t("list.others", { count: others, number: count(others) })}</p> : null}
      <Scroll label={t("list.title", { count: pictures.length, number: count(pictures.length) })}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("list.photo")}</th>
              {models.map((model) => (
                <th key={model.name} scope="col">
                  {titleOf(model)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pictures.map((picture, row) => (
              <tr key={picture.key}>
                <th scope="row">
                  <button type="button" className={styles.open} aria-label={t("list.open", { name: picture.name })} onClick={() => onOpen(picture)}>
                    <SmallPhoto sent={picture.sent} />
                    <span>{picture.name}</span>
                  </button>
                </th>
                {models.map((model, column) => {
                  const cell = cells[row * models.length + column];
                  return (
                    <td key={model.name}>
                      <Best reply={cell?.data} error={cell?.error ?? null} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

/** How many from the first on have an answer or a refusal. */
function useSettled(asked: readonly { picture: GivenPicture; model: ClassifyingModel }[]): number {
  const states = useQueries({
    queries: asked.map(({ picture, model }) => ({ ...namingQuery(picture, model), enabled: false })),
    combine: (results) => results.filter(({ data, error }) => data || error).length,
  });
  return states;
}

function Best({ reply, error }: { reply: ClassifyReply | undefined; error: Error | null }) {
  const { t, i18n } = useTranslation("classify");
  const { percent } = useNumbers();
  if (error) return <span className={styles.trouble}>{error.message}</span>;
  const naming = reply?.namings[0];
  const best = naming?.labels[0];
  if (!naming || !best) return <span className={styles.waiting} aria-busy="true" />;
  return (
    <span className={styles.best} data-refused={naming.accepted ? undefined : ""}>
      <b>{naming.accepted ? namesOf(best, i18n.language).own : t("list.none")}</b>
      <span>{percent(best.probability, 0)}</span>
    </span>
  );
}
