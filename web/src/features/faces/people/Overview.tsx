import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { operationsQuery, peopleQuery, portraitUrl, suggestionsQuery } from "@/api/people";
import type { Job, PeopleStatus, Person } from "@/api/types";
import { RunningJob } from "@/components/jobs/RunningJob";
import { useJobActions } from "@/components/jobs/useJobActions";
import { Notice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { FaceIcon, PersonIcon, SearchIcon, UndoIcon } from "@/components/ui/icons";
import ui from "@/components/ui/ui.module.css";
import { useNumbers } from "@/components/ui/useNumbers";

import { Footnote } from "./Footnote";
import { Groups } from "./Groups";
import { namedLike } from "./names";
import styles from "./people.module.css";
import { undoKeys, useUndoKey } from "./useUndoKey";

interface OverviewProps {
  status: PeopleStatus;
  job: Job | null;
}

/** Everybody who is known, who could be asked about, and faces that nobody has named. */
export function Overview({ status, job }: OverviewProps) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const { start, starting } = useJobActions();
  const undo = useUndoKey();
  const canUndo = useQuery(operationsQuery).data?.operations.some(({ undone }) => !undone) ?? false;
  const nobody = status.people === 0 && status.groups === 0 && status.suggestions === 0;
  return (
    <>
      {job ? <RunningJob job={job} /> : null}
      {!job && status.missing > 0 ? (
        <Notice
          action={
            <Button disabled={starting} onClick={() => start({ kind: "faces" })}>
              <FaceIcon />
              {t("look.go")}
            </Button>
          }
        >
          {t("look.missing", { count: status.missing, number: count(status.missing) })}
        </Notice>
      ) : null}
      {status.suggestions > 0 ? <AskedAbout number={status.suggestions} /> : null}
      {nobody && !job ? <Notice>{t(status.faces === 0 ? "none.faces" : "none.groups", { count: status.faces, number: count(status.faces) })}</Notice> : null}
      <People hidden={status.hidden} />
      {status.groups > 0 ? <Groups total={status.groups} /> : null}
      {canUndo ? (
        <Button look="quiet" className={styles.undo} aria-keyshortcuts="Control+Z" onClick={() => void undo()}>
          <UndoIcon />
          {t("undoLast")} <kbd>{undoKeys}</kbd>
        </Button>
      ) : null}
      <Footnote status={status} />
    </>
  );
}

const FEW = 5;

/** "Is this …?": how many such questions there are. */
function AskedAbout({ number }: { number: number }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const { data } = useQuery(suggestionsQuery(null));
  return (
    <section className={styles.asked}>
      <ul aria-hidden="true">
        {data?.suggestions.slice(0, FEW).map(({ face }) => (
          <li key={face.id}>
            <img src={portraitUrl(face.id, 64)} alt="" />
          </li>
        ))}
      </ul>
      <p>{t("questions.waiting", { count: number, number: count(number) })}</p>
      <Link href="/faces/people/questions" className={`${ui.button} ${ui.strong}`}>
        {t("questions.answer")}
      </Link>
    </section>
  );
}

/** From so many people on one looks for somebody by name. */
const MANY = 8;

function People({ hidden }: { hidden: number }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const [text, setText] = useState("");
  const [showHidden, setShowHidden] = useState(false);
  const { data } = useQuery(peopleQuery());
  const unseen = useQuery({ ...peopleQuery(true), enabled: showHidden && hidden > 0 });
  const typed = useDeferredValue(text);
  const people = [...(data?.people ?? []), ...(showHidden ? (unseen.data?.people ?? []) : [])];
  if (people.length === 0 && hidden === 0) return null;
  const shown = namedLike(people, typed);
  return (
    <section className={styles.people} aria-label={t("title")}>
      <header>
        <h2>{t("known", { count: people.length, number: count(people.length) })}</h2>
        {people.length > MANY ? (
          <label className={styles.find}>
            <span className="visually-hidden">{t("find")}</span>
            <SearchIcon />
            <input type="search" value={text} maxLength={100} placeholder={t("find")} onChange={(event) => setText(event.target.value)} />
          </label>
        ) : null}
        {hidden > 0 ? (
          <Button look="quiet" aria-pressed={showHidden} onClick={() => setShowHidden(!showHidden)}>
            {t(showHidden ? "hidden.hide" : "hidden.show", { count: hidden, number: count(hidden) })}
          </Button>
        ) : null}
      </header>
      {shown.length === 0 && typed ? <p className={styles.soft}>{t("nobody", { name: typed })}</p> : null}
      <ul className={styles.grid}>
        {shown.map((person) => (
          <li key={person.id}>
            <PersonTile person={person} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PersonTile({ person: { id, name, faces, pictures, cover, hidden } }: { person: Person }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  return (
    <Link href={`/faces/people/${id}`} className={styles.tile} data-hidden={hidden || undefined}>
      {cover === null ? (
        <span className={styles.noCover}>
          <PersonIcon />
        </span>
      ) : (
        <img src={portraitUrl(cover, 256)} alt="" loading="lazy" />
      )}
      <strong>{name || t("unnamed")}</strong>
      <small>
        {t("faces", { count: faces, number: count(faces) })} · {t("pictures", { count: pictures, number: count(pictures) })}
      </small>
    </Link>
  );
}
