import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { getJson } from "@/api/client";
import { changePerson, confirmFaces, PEOPLE, rejectFaces } from "@/api/people";
import type { LibraryFace, Person, PersonReply } from "@/api/types";
import type { Selection } from "@/components/gallery/useSelection";
import { Button } from "@/components/ui/Button";
import { CheckIcon, CrossIcon, MoveIcon, PictureIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import ui from "@/components/ui/ui.module.css";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./bar.module.css";
import { useDoing, useKeys } from "./useDoing";
import { useNaming } from "./useNaming";
import { WhoDialog } from "./WhoDialog";

/** What can be done with the faces that are selected; there while some are. */
export function FaceBar({ person, selection }: { person: Person; selection: Selection }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const { act } = useDoing();
  const name = useNaming();
  const [moving, setMoving] = useState(false);
  const faces = [...selection.chosen];
  const [only] = faces.length === 1 ? faces : [];
  const called = person.name || t("unnamed");
  const run = async (work: Promise<PersonReply | null>) => {
    if (await work) selection.clear();
  };
  const reject = () => void run(act(() => rejectFaces(person.id, { faces }), ({ changed }) => t("done.rejected", { count: changed, name: called })));
  useKeys(faces.length > 0 ? { Escape: selection.clear, Delete: reject } : {});
  if (faces.length === 0) return null;
  return (
    <div className={styles.bar} role="toolbar" aria-label={t("bar.label")}>
      <p role="status">{t("bar.count", { count: faces.length, number: count(faces.length) })}</p>
      <Button onClick={() => void run(act(() => confirmFaces(person.id, { faces }), () => t("done.confirmed", { count: faces.length, name: called })))}>
        <CheckIcon />
        {t("bar.yes", { name: called })}
      </Button>
      <Button onClick={reject} aria-keyshortcuts="Delete">
        <CrossIcon />
        {t("bar.no", { name: called })}
      </Button>
      <Button onClick={() => setMoving(true)}>
        <MoveIcon />
        {t("bar.move")}
      </Button>
      {only === undefined ? null : (
        <>
          <Button onClick={() => void run(act(() => changePerson(person.id, { cover: only }), () => t("done.cover")))}>{t("bar.cover")}</Button>
          <PictureOf face={only} />
        </>
      )}
      <IconButton label={t("bar.end")} keys="Esc" onClick={selection.clear}>
        <CrossIcon />
      </IconButton>
      {moving ? (
        <WhoDialog title={t("bar.moveTitle", { count: faces.length, number: count(faces.length) })} without={person.id} fresh onClose={() => setMoving(false)} onWho={(who) => void run(name({ faces }, who))} />
      ) : null}
    </div>
  );
}

function PictureOf({ face }: { face: number }) {
  const { t } = useTranslation("people");
  const { data } = useQuery({ queryKey: [...PEOPLE, "face", face], queryFn: ({ signal }) => getJson<LibraryFace>(`/faces/${face}`, signal) });
  if (!data) return null;
  return (
    <Link href={`/library?picture=${data.picture}`} className={`${ui.button} ${ui.plain}`}>
      <PictureIcon />
      {t("bar.picture")}
    </Link>
  );
}
