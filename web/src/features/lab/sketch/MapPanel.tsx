import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SketchLook } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { Panel } from "@/components/ui/Panel";

import { Sign } from "./Points";
import styles from "./sketch.module.css";
import { SketchMap } from "./SketchMap";
import { SmallPicture } from "./SmallPicture";
import type { Naming } from "./useCategoryNames";

interface MapPanelProps {
  look: SketchLook;
  nameOf: Naming;
  category: string;
  onCategory(category: string): void;
}

/** The map with its legend, and the picture that is pointed at. */
export function MapPanel({ look, nameOf, category, onCategory }: MapPanelProps) {
  const { t } = useTranslation("lab");
  const [current, setCurrent] = useState<number | null>(null);
  const here = current === null ? undefined : look.points[current];
  return (
    <Panel title={t("sketch.map.title")}>
      <p className={styles.soft}>{t("sketch.map.lead")}</p>
      <div className={styles.mapSide}>
        <SketchMap look={look} nameOf={nameOf} category={category} current={current} onCurrent={setCurrent} onCategory={onCategory} />
        <div className={styles.aside}>
          <div className={styles.here}>
            {here && current !== null ? (
              <>
                <SmallPicture look={look} place={current} alt={nameOf.point(current)} />
                <div>
                  <p>
                    <strong>{nameOf.category(here.category)}</strong>
                  </p>
                  <p className={styles.soft}>
                    {t(`sketch.${here.kind}`)}, {t(here.unseen ? "sketch.unseen" : "sketch.seen")}
                  </p>
                  {category ? null : <Button onClick={() => onCategory(here.category)}>{t("sketch.map.only")}</Button>}
                </div>
              </>
            ) : (
              <p className={styles.soft}>{t("sketch.map.point")}</p>
            )}
          </div>
          <ul className={styles.legend} aria-label={t("sketch.legend")}>
            {(["photo", "sketch"] as const).flatMap((kind) =>
              [false, true].map((unseen) => (
                <li key={`${kind} ${unseen}`}>
                  <Sign kind={kind} unseen={unseen} /> {t(`sketch.${kind}`)}, {t(unseen ? "sketch.unseen" : "sketch.seen")}
                </li>
              )),
            )}
          </ul>
        </div>
      </div>
    </Panel>
  );
}
