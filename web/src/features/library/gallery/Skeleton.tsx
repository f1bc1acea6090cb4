import { useTranslation } from "react-i18next";

import type { TileSize } from "@/components/gallery/grid";

import styles from "../library.module.css";

/** Empty tiles where pictures will be. */
export function Skeleton({ size }: { size: TileSize }) {
  const { t } = useTranslation("common");
  return (
    <div className={styles.skeleton} data-size={size} role="status" aria-label={t("loading")}>
      {Array.from({ length: 28 }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
