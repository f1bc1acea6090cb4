import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { pictureQuery } from "@/api/library";
import { KeptCaption } from "@/components/captions/KeptCaption";

import styles from "./describe.module.css";

/** What the library keeps about this picture, where it is one of it. */
export function OfLibrary({ id }: { id: number }) {
  const { t } = useTranslation("describe");
  const { data } = useQuery(pictureQuery(id));
  if (!data) return null;
  return (
    <section className={styles.library}>
      <h2>{t("library")}</h2>
      <KeptCaption key={id} id={id} caption={data.caption} />
    </section>
  );
}
