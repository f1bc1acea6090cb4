import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { pictureQuery } from "@/api/library";
import type { Picture, PictureLabel } from "@/api/types";
import { WhyIcon } from "@/components/ui/icons";
import ui from "@/components/ui/ui.module.css";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "../library.module.css";
import { valueOf } from "../side/labels";

/** What the models see in the picture that is shown; each leads to the pictures that show it too. */
export function ShownLabels({ picture }: { picture: Picture }) {
  const { t, i18n } = useTranslation("library");
  const { percent } = useNumbers();
  const { data } = useQuery(pictureQuery(picture.id));
  const labels = data?.labels ?? [];
  if (labels.length === 0) return null;
  const nameOf = ({ name, name_zh }: PictureLabel) => (i18n.language === "zh" ? name_zh : name);
  return (
    <ul className={styles.labels} aria-label={t("side.labels")}>
      {labels.map((label) => (
        <li key={`${label.kind} ${valueOf(label)}`}>
          <Link href={`/library?label=${encodeURIComponent(valueOf(label))}`} data-kind={label.kind} title={t("chips.shows", { name: nameOf(label) })}>
            {nameOf(label)} <span>{percent(label.probability, 0)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** From a picture of the library to its names, and to where they are seen. */
export function WhatIsThis({ picture }: { picture: Picture }) {
  const { t } = useTranslation("library");
  return (
    <Link href={`/classify?picture=${picture.id}`} className={`${ui.button} ${ui.plain}`}>
      <WhyIcon />
      {t("whatIsThis")}
    </Link>
  );
}
