import { useTranslation } from "react-i18next";

import { PictureIcon } from "@/components/ui/icons";

import { IndexCommand } from "./IndexCommand";
import styles from "./library.module.css";
import { UploadButton } from "./upload/UploadButton";

/** The first thing that a person sees here: the two ways to bring pictures in. */
export function EmptyLibrary({ onFiles }: { onFiles(files: Iterable<File>): void }) {
  const { t } = useTranslation("library");
  return (
    <div className={styles.empty}>
      <span className={styles.emptySign}>
        <PictureIcon />
      </span>
      <h2>{t("empty.title")}</h2>
      <p>{t("empty.what")}</p>
      <div className={styles.ways}>
        <section>
          <h3>{t("empty.index.title")}</h3>
          <p>{t("empty.index.how")}</p>
          <IndexCommand />
          <p className={styles.small}>{t("empty.index.why")}</p>
        </section>
        <section>
          <h3>{t("empty.upload.title")}</h3>
          <p>{t("empty.upload.how")}</p>
          <UploadButton onFiles={onFiles} />
        </section>
      </div>
    </div>
  );
}
