import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { fileUrl } from "@/api/library";
import type { Picture } from "@/api/types";

import { Button, LinkButton } from "../ui/Button";
import { AlikeIcon, ClearIcon, SaveIcon } from "../ui/icons";
import ui from "../ui/ui.module.css";
import { useNumbers } from "../ui/useNumbers";
import { useDates } from "./useDates";
import styles from "./viewer.module.css";

interface ViewerDetailsProps {
  picture: Picture;
  /** More about the picture, above what the library knows. */
  about?: ReactNode;
  onRemove?(picture: Picture): void;
  /** More buttons and links. */
  children?: ReactNode;
}

export function ViewerDetails({ picture, about, onRemove, children }: ViewerDetailsProps) {
  const { t } = useTranslation("gallery");
  return (
    <>
      <h2>{picture.name}</h2>
      {picture.removed ? <p className={styles.gone}>{t("details.removed")}</p> : null}
      {about}
      <div className={styles.actions}>
        {children}
        <LinkButton href={fileUrl(picture.id)} download={picture.name}>
          <SaveIcon />
          {t("viewer.download")}
        </LinkButton>
        {onRemove && !picture.removed ? (
          <Button onClick={() => onRemove(picture)} aria-keyshortcuts="Delete">
            <ClearIcon />
            {t("viewer.remove")}
          </Button>
        ) : null}
      </div>
      <Facts picture={picture} />
    </>
  );
}

/** The usual first action of a viewer. */
export function MoreLikeThis({ picture }: { picture: Picture }) {
  const { t } = useTranslation("gallery");
  return (
    <Link href={`/search?pictures=${picture.id}`} className={`${ui.button} ${ui.strong}`}>
      <AlikeIcon />
      {t("viewer.alike")}
    </Link>
  );
}

function Facts({ picture }: { picture: Picture }) {
  const { t } = useTranslation("gallery");
  const { bytes, count } = useNumbers();
  const { moment } = useDates();
  const facts: [string, string | null][] = [
    [t("details.path"), picture.source === null ? t("details.uploads") : picture.path],
    [t("details.size"), t("details.pixels", { width: count(picture.width), height: count(picture.height) })],
    [t("details.bytes"), `${picture.format.toUpperCase()}, ${bytes(picture.bytes)}`],
    [t("details.taken"), picture.taken ? moment(picture.taken) : null],
    [t("details.added"), moment(picture.added)],
    [t("details.copies"), picture.copies > 1 ? t("details.copies_of", { count: picture.copies }) : null],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
