import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import type { LayerView } from "@/api/types";
import { Hint } from "@/components/ui/IconButton";

import styles from "./inside.module.css";

interface PipelineProps {
  layers: readonly LayerView[];
  chosen: string;
  onChoose(layer: string): void;
}

export const shapeOf = (shape: readonly number[]) => shape.join(" × ");

export function Pipeline({ layers, chosen, onChoose }: PipelineProps) {
  const { t } = useTranslation("inside");
  return (
    <ol className={styles.pipeline} aria-label={t("layers")}>
      {layers.map((layer, index) => (
        <Fragment key={layer.name}>
          {index > 0 ? <li aria-hidden="true" className={styles.arrow} /> : null}
          <li>
            <Hint label={t(`words.${layer.kind}`)}>
              <button
                type="button"
                className={styles.layer}
                data-kind={layer.kind}
                aria-pressed={layer.name === chosen}
                onClick={() => onChoose(layer.name)}
              >
                <strong>{t(`kinds.${layer.kind}`)}</strong>
                <span>{shapeOf(layer.shape)}</span>
              </button>
            </Hint>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
