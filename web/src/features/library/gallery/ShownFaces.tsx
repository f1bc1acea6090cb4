import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";

import { pictureFacesQuery } from "@/api/people";
import type { LibraryFace, Picture } from "@/api/types";
import { FaceOverlay } from "@/components/faces/FaceOverlay";
import { Button } from "@/components/ui/Button";
import { FaceIcon } from "@/components/ui/icons";
import ui from "@/components/ui/ui.module.css";

import styles from "../library.module.css";

const NOBODY: readonly LibraryFace[] = [];

/** The faces that the library knows in a picture; none where it was not looked at. */
const useFaces = (picture: Picture) => useQuery(pictureFacesQuery(picture.id)).data?.faces ?? NOBODY;

/** Who is in the picture that is shown; each name leads to the pictures with that person. */
export function ShownPeople({ picture }: { picture: Picture }) {
  const { t } = useTranslation("library");
  const people = new Map(useFaces(picture).flatMap(({ person }) => (person?.name ? [[person.id, person.name] as const] : [])));
  if (people.size === 0) return null;
  return (
    <ul className={styles.labels} aria-label={t("faces.people")}>
      {[...people].map(([id, name]) => (
        <li key={id}>
          <Link href={`/library?person=${id}`} title={t("chips.person", { name })}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Frames with names over the picture; a face with a name leads to that person. */
export function FacesOver({ picture }: { picture: Picture }) {
  const { t } = useTranslation("library");
  const [, navigate] = useLocation();
  const faces = useFaces(picture);
  if (faces.length === 0) return null;
  return (
    <FaceOverlay
      faces={faces.map(({ box, person }, index) => ({ box, tag: person?.name || undefined, description: person?.name || t("faces.unknown", { number: index + 1 }) }))}
      size={picture}
      label={t("faces.label")}
      shown={null}
      onPoint={() => undefined}
      onChoose={(index) => {
        const person = faces[index]?.person;
        if (person) navigate(`/faces/people/${person.id}`);
      }}
    />
  );
}

/** Shows the known faces over the picture; leads to where faces are looked for if none are known. */
export function FacesButton({ picture, shown, onShow }: { picture: Picture; shown: boolean; onShow(shown: boolean): void }) {
  const { t } = useTranslation("library");
  const faces = useFaces(picture);
  if (faces.length === 0)
    return (
      <Link href={`/faces?picture=${picture.id}`} className={`${ui.button} ${ui.plain}`}>
        <FaceIcon />
        {t("faces.find")}
      </Link>
    );
  return (
    <Button aria-pressed={shown} onClick={() => onShow(!shown)}>
      <FaceIcon />
      {t(shown ? "faces.hide" : "faces.show")}
    </Button>
  );
}
