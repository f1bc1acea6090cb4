import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { partsQuery, portraitUrl } from "@/api/people";
import type { Person } from "@/api/types";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./people.module.css";
import { useNaming } from "./useNaming";
import { WhoField } from "./WhoField";

const FEW = 8;

/** Whether two people were taken for one: faces that are less alike stand apart, and can be named. */
export function Parts({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({ ...partsQuery(person.id), enabled: open });
  const name = useNaming();
  const others = data?.parts.slice(1) ?? [];
  if (!open)
    return (
      <Button className={styles.start} onClick={() => setOpen(true)}>
        {t("parts.button")}
      </Button>
    );
  return (
    <section className={styles.people} aria-label={t("parts.title")}>
      <header>
        <div>
          <h3>{t("parts.title")}</h3>
          {others.length > 0 ? <p className={styles.soft}>{t("parts.what", { name: person.name || t("unnamed") })}</p> : null}
        </div>
      </header>
      {error ? <ProblemNotice error={error} /> : null}
      {!data && !error ? <Loading /> : null}
      {data && others.length === 0 ? <Notice>{t("parts.none")}</Notice> : null}
      <ul className={styles.groups}>
        {others.map(({ faces, face_ids: ids }, place) => (
          <li key={ids[0]}>
            <article className={styles.group} aria-label={t("parts.part", { place: place + 1 })}>
              <ul className={styles.strip}>
                {faces.slice(0, FEW).map(({ id }) => (
                  <li key={id}>
                    <img src={portraitUrl(id, 128)} alt="" loading="lazy" />
                  </li>
                ))}
              </ul>
              <p className={styles.row}>{t("faces", { count: ids.length, number: count(ids.length) })}</p>
              <WhoField label={t("parts.who", { place: place + 1 })} act={t("parts.act")} onWho={(who) => void name({ faces: ids }, who)} />
            </article>
          </li>
        ))}
      </ul>
    </section>
  );
}
