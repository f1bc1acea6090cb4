import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { detectQuery } from "@/api/faces";
import { SmallPhoto } from "@/components/given/SmallPhoto";
import { MOST_FILES, type Taken } from "@/components/given/taken";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "../faces.module.css";
import type { Asked } from "./asked";

interface FilmstripProps {
  taken: Taken;
  asked: Asked;
  /** Key of the picture that is shown. */
  shown: string | null;
  onShow(key: string): void;
}

/** So many are on their way at once; the others wait for them. */
const AT_ONCE = 3;

/** Several pictures, each with how many faces it has. */
export function Filmstrip({ taken: { pictures, others, over }, asked, shown, onShow }: FilmstripProps) {
  const { t } = useTranslation("faces");
  const { count } = useNumbers();
  const queries = pictures.map((picture) => detectQuery(picture, asked));
  const settled = useQueries({
    queries: queries.map((query) => ({ ...query, enabled: false })),
    combine: (results) => results.filter(({ data, error }) => data || error).length,
  });
  const replies = useQueries({ queries: queries.map((query, index) => ({ ...query, enabled: index < settled + AT_ONCE })) });
  return (
    <section className={styles.film} aria-label={t("film.label")}>
      <ul>
        {pictures.map(({ key, name, sent }, index) => {
          const reply = replies[index];
          const number = reply?.data?.faces.length;
          const words = number === undefined ? (reply?.error ? t("film.failed") : t("film.waiting")) : t("film.faces", { count: number, number: count(number) });
          return (
            <li key={key}>
              <button type="button" aria-pressed={key === shown} aria-label={`${name}: ${words}`} title={name} onClick={() => onShow(key)}>
                <SmallPhoto sent={sent} />
                <span data-none={number === 0 || undefined} data-failed={reply?.error ? "" : undefined}>
                  {number === undefined ? (reply?.error ? "!" : "…") : count(number)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {over > 0 ? <p>{t("film.most", { most: MOST_FILES })}</p> : null}
      {others > 0 ? <p>{t("film.others", { count: others, number: count(others) })}</p> : null}
    </section>
  );
}
