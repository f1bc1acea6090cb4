import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";

import { changePerson, deletePerson, FACES_PAGE, mergePeople, personFacesQuery, personQuery, portraitUrl, suggestionsQuery } from "@/api/people";
import type { FacesReply, LibraryFace, Person } from "@/api/types";
import { ScrollGrid } from "@/components/gallery/ScrollGrid";
import { usePaged } from "@/components/gallery/usePaged";
import { useSelection } from "@/components/gallery/useSelection";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { Confirm } from "@/components/ui/Confirm";
import { EditableText } from "@/components/ui/EditableText";
import { BackIcon, PersonIcon, PictureIcon } from "@/components/ui/icons";
import ui from "@/components/ui/ui.module.css";
import { useNumbers } from "@/components/ui/useNumbers";

import { FaceBar } from "./FaceBar";
import { Parts } from "./Parts";
import styles from "./people.module.css";
import { useDoing } from "./useDoing";
import { useUndoKey } from "./useUndoKey";
import { WhoDialog } from "./WhoDialog";

/** One person: their faces, and what can be done with them. */
export function PersonView({ id }: { id: number }) {
  const { t } = useTranslation("people");
  const { data: person, error, refetch } = useQuery(personQuery(id));
  useUndoKey();
  return (
    <>
      <Link href="/faces/people" className={styles.back}>
        <BackIcon />
        {t("all")}
      </Link>
      {error && !person ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!person && !error ? <Loading /> : null}
      {person ? (
        <>
          <PersonHead person={person} />
          <Faces person={person} />
        </>
      ) : null}
    </>
  );
}

function PersonHead({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const { act } = useDoing();
  const { id, name, cover } = person;
  const asked = useQuery(suggestionsQuery(id)).data?.total ?? 0;
  const rename = (next: string) => void act(() => changePerson(id, { name: next }), () => t("done.renamed", { name: next }));
  return (
    <header className={styles.person}>
      {cover === null ? (
        <span className={styles.noCover}>
          <PersonIcon />
        </span>
      ) : (
        <img src={portraitUrl(cover, 256)} alt="" />
      )}
      <div>
        <h2>
          <EditableText key={name} value={name || t("unnamed")} label={t("rename")} onChange={rename} />
        </h2>
        <p className={styles.soft}>
          {t("faces", { count: person.faces, number: count(person.faces) })}
          {person.faces > person.confirmed ? ` (${t("unsure", { count: person.faces - person.confirmed, number: count(person.faces - person.confirmed) })})` : ""} ·{" "}
          {t("pictures", { count: person.pictures, number: count(person.pictures) })}
          {person.hidden ? ` · ${t("hidden.is")}` : ""}
        </p>
      </div>
      <div className={styles.acts}>
        <Link href={`/library?person=${id}`} className={`${ui.button} ${ui.plain}`}>
          <PictureIcon />
          {t("library")}
        </Link>
        {asked > 0 ? (
          <Link href={`/faces/people/questions?person=${id}`} className={`${ui.button} ${ui.strong}`}>
            {t("questions.some", { count: asked, number: count(asked) })}
          </Link>
        ) : null}
        <More person={person} />
      </div>
    </header>
  );
}

/** What is done once, if ever. */
function More({ person: { id, name, hidden, faces } }: { person: Person }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const { act, end } = useDoing();
  const [, navigate] = useLocation();
  const [merging, setMerging] = useState(false);
  const called = name || t("unnamed");
  const hide = async () => {
    if (await act(() => changePerson(id, { hidden: !hidden }), () => t(hidden ? "done.shown" : "done.hidden", { name: called }))) navigate("/faces/people");
  };
  const remove = async () => {
    navigate("/faces/people");
    await end(() => deletePerson(id), t("done.deleted", { name: called }));
  };
  return (
    <>
      <Button onClick={() => setMerging(true)}>{t("merge.button")}</Button>
      <Button onClick={() => void hide()}>{t(hidden ? "show" : "hide")}</Button>
      <Confirm trigger={<Button>{t("delete.button")}</Button>} title={t("delete.title", { name: called })} act={t("delete.act")} onAct={() => void remove()}>
        <p>{t("delete.what", { faces: t("faces", { count: faces, number: count(faces) }) })}</p>
        <p>{t("forever")}</p>
      </Confirm>
      {merging ? (
        <WhoDialog
          title={t("merge.title", { name: called })}
          lead={t("merge.what", { name: called })}
          without={id}
          onClose={() => setMerging(false)}
          onWho={(who) => void (who.id !== null && act(() => mergePeople(id, [who.id]), () => t("done.merged", { one: who.name || t("unnamed"), other: called })))}
        />
      ) : null}
    </>
  );
}

interface FaceItem extends LibraryFace {
  name: string;
  width: number;
  height: number;
}

const WISHED = 112; // px of a face's side

/** Room for all rows, as far as the window has it. */
const heightFor = (total: number) => `min(62dvh, ${Math.ceil(total / Math.max(3, Math.floor(Math.min(window.innerWidth - 64, 1376) / (WISHED + 4)))) * (WISHED + 18)}px)`;

/** Faces by number and page; a click selects. */
function Faces({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const { id } = person;
  const queryOf = useCallback((page: number) => personFacesQuery(id, page), [id]);
  const read = useCallback(
    ({ total, faces }: FacesReply) => ({ total, items: faces.map((face): FaceItem => ({ ...face, name: t("face", { picture: face.picture }), width: face.size, height: face.size })) }),
    [t],
  );
  const { total, itemAt, onRange, between, error } = usePaged<FacesReply, FaceItem>({ size: FACES_PAGE, queryOf, read });
  const idsBetween = useCallback(async (from: number, to: number) => (await between(from, to)).map((face) => face.id), [between]);
  const selection = useSelection(idsBetween);
  if (error) return <ProblemNotice error={error} />;
  return (
    <section className={styles.people} aria-labelledby="their-faces">
      <header>
        <div>
          <h2 id="their-faces">{t("theirs")}</h2>
          <p className={styles.soft}>{t("select")}</p>
        </div>
        {total ? (
          <Button look="quiet" onClick={() => void idsBetween(0, total - 1).then(selection.add)}>
            {t("selectAll")}
          </Button>
        ) : null}
      </header>
      {total ? (
        <div className={styles.faces} style={{ height: heightFor(total) }}>
          <ScrollGrid
            label={t("theirs")}
            total={total}
            itemAt={itemAt}
            onRange={onRange}
            selection={selection}
            wished={WISHED}
            image={(face) => <img className={styles.portrait} src={portraitUrl(face.id, 128)} alt="" loading="lazy" draggable={false} />}
            overlay={(face) => (face.decided === "machine" ? <span className={styles.maybe} title={t("maybe")}>?</span> : null)}
          />
        </div>
      ) : null}
      {total && total > 3 ? <Parts person={person} /> : null}
      <FaceBar person={person} selection={selection} />
    </section>
  );
}
