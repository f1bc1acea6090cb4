import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { createPerson, FACES_PAGE, groupFacesQuery, groupsQuery, portraitUrl, type WhichFaces } from "@/api/people";
import type { FaceGroup } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./people.module.css";
import { useDoing } from "./useDoing";
import { useNaming } from "./useNaming";
import { WhoField } from "./WhoField";

const STEP = 12;

/** Faces that are probably of one person each, to be named. After a name the focus is in the next field. */
export function Groups({ total }: { total: number }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const [limit, setLimit] = useState(STEP);
  const { data } = useQuery(groupsQuery(limit));
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<number | null>(null);
  const groups = data?.groups ?? [];
  const sign = groups.map(({ id }) => id).join();
  useEffect(() => {
    if (wanted.current === null) return;
    const fields = list.current?.querySelectorAll<HTMLInputElement>("form input") ?? [];
    fields[Math.min(wanted.current, fields.length - 1)]?.focus();
    wanted.current = null;
  }, [sign]);
  return (
    <section className={styles.people} aria-labelledby="groups">
      <header>
        <div>
          <h2 id="groups">{t("groups.title", { count: total, number: count(total) })}</h2>
          <p className={styles.soft}>{t("groups.what")}</p>
        </div>
      </header>
      <ul ref={list} className={styles.groups}>
        {groups.map((group, place) => (
          <li key={group.id}>
            <Group group={group} place={place} onNamed={() => (wanted.current = place)} />
          </li>
        ))}
      </ul>
      {(data?.total ?? 0) > groups.length ? (
        <Button look="quiet" onClick={() => setLimit(limit + STEP)}>
          {t("more")}
        </Button>
      ) : null}
    </section>
  );
}

const FEW = 6;

function Group({ group, place, onNamed }: { group: FaceGroup; place: number; onNamed(): void }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const name = useNaming();
  const { act } = useDoing();
  const [busy, setBusy] = useState(false);
  const [all, setAll] = useState(false);
  const listed = useQuery({ ...groupFacesQuery(group.id, 0), enabled: all });
  const client = useQueryClient();
  const [without, setWithout] = useState<readonly number[]>([]);
  const faces = all ? (listed.data?.faces ?? group.faces) : group.faces.slice(0, FEW);
  const title = t("groups.group", { place: place + 1, faces: t("faces", { count: group.count, number: count(group.count) }) });
  /** The whole group, or its faces but those that were left out. */
  const which = async (): Promise<WhichFaces> => {
    if (without.length === 0) return { groups: [group.id] };
    const pages = await Promise.all(Array.from({ length: Math.ceil(group.count / FACES_PAGE) }, (_, page) => client.fetchQuery(groupFacesQuery(group.id, page))));
    return { faces: pages.flatMap((page) => page.faces.map(({ id }) => id)).filter((id) => !without.includes(id)) };
  };
  const toggle = (id: number) => setWithout(without.includes(id) ? without.filter((each) => each !== id) : [...without, id]);
  const run = async (work: Promise<unknown>) => {
    setBusy(true);
    onNamed();
    await work;
    setWithout([]);
    setBusy(false);
  };
  return (
    <article className={styles.group} aria-label={title}>
      <ul className={styles.strip}>
        {faces.map(({ id }, index) => (
          <li key={id}>
            <button type="button" aria-pressed={!without.includes(id)} aria-label={t("groups.belongs", { place: index + 1 })} title={t("groups.leave")} onClick={() => toggle(id)}>
              <img src={portraitUrl(id, 128)} alt="" loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.row}>
        <span>{t("faces", { count: group.count - without.length, number: count(group.count - without.length) })}</span>
        {group.count > FEW ? (
          <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
            {t(all ? "groups.fewer" : "groups.all")}
          </button>
        ) : null}
        <button type="button" disabled={busy} onClick={() => void run(act(() => which().then((chosen) => createPerson({ ...chosen, hidden: true })), ({ changed }) => t("done.ignored", { count: changed })))}>
          {t("groups.ignore")}
        </button>
      </p>
      <WhoField label={t("groups.who", { place: place + 1 })} act={t("groups.act")} disabled={busy || without.length >= group.count} onWho={(who) => void run(which().then((chosen) => name(chosen, who)))} />
    </article>
  );
}
