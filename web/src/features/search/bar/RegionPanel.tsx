import { useTranslation } from "react-i18next";

import type { Box } from "@/api/types";
import { Loading } from "@/components/problem/Notice";
import { Region } from "@/components/region/Region";
import { Button } from "@/components/ui/Button";

import type { QueryTerm } from "../query";
import { useTermPicture } from "../useTermPicture";
import styles from "./bar.module.css";

interface RegionPanelProps {
  term: QueryTerm;
  onChange(box: Box | null): void;
  onClose(): void;
}

/** The picture large, to mark what counts in it. The hits below follow as soon as the hand lets go. */
export function RegionPanel({ term, onChange, onClose }: RegionPanelProps) {
  const { t } = useTranslation("search");
  const { large, width, height } = useTermPicture(term);
  return (
    <div className={styles.regionPanel}>
      {width > 0 ? <Region picture={large} width={width} height={height} box={term.box} onChange={onChange} /> : <Loading />}
      <div className={styles.regionSide}>
        <h2>{t("region.title")}</h2>
        <p className={styles.soft}>{t("region.how")}</p>
        <p className={styles.keys}>
          <span>
            <kbd>↑ ↓ ← →</kbd> {t("region.move")}
          </span>
          <span>
            <kbd>Shift</kbd> + <kbd>↑ ↓ ← →</kbd> {t("region.resize")}
          </span>
        </p>
        <div className={styles.sources}>
          <Button look="strong" onClick={onClose}>
            {t("region.done")}
          </Button>
          <Button disabled={!term.box} onClick={() => onChange(null)}>
            {t("region.whole")}
          </Button>
        </div>
      </div>
    </div>
  );
}
