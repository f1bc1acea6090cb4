import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { ALPHABETS, type Opening, type Place } from "@/api/marks";
import type { LayerKind, LayerView } from "@/api/types";
import { decodeRaster, type Maps } from "@/components/raster/raster";
import { RasterCanvas } from "@/components/raster/RasterCanvas";
import { useNumbers } from "@/components/ui/useNumbers";

import { Arithmetic } from "./Arithmetic";
import { FeatureMaps } from "./FeatureMaps";
import styles from "./inside.module.css";
import { shapeOf } from "./Pipeline";

interface LayerDetailProps {
  layer: LayerView;
  opening: Opening;
}

/** Softmax mixes all units at once and the input is given: neither is a sum that could be laid out. */
const hasArithmetic = (kind: LayerKind) => kind !== "input" && kind !== "softmax";

export function LayerDetail({ layer, opening }: LayerDetailProps) {
  const { t } = useTranslation("inside");
  const maps = useMemo(() => decodeRaster(layer.maps), [layer.maps]);
  const filters = useMemo(() => (layer.filters ? decodeRaster(layer.filters) : null), [layer.filters]);
  const [place, setPlace] = useState<Place | null>(null);
  const pick = hasArithmetic(layer.kind) ? (channel: number, y: number, x: number) => setPlace({ layer: layer.name, channel, y, x }) : undefined;
  return (
    <section className={styles.detail} aria-label={layer.name}>
      <h3>
        {t(`kinds.${layer.kind}`)} <span className={styles.name}>{layer.name}</span>
      </h3>
      <p>{t(`words.${layer.kind}`)}</p>
      <LayerFacts layer={layer} />
      {filters ? <Filters filters={filters} /> : null}
      <FeatureMaps maps={maps} labels={ALPHABETS[opening.task]} kind={layer.kind} chosen={place} onPick={pick} />
      {place ? (
        <Arithmetic opening={opening} place={place} shape={layer.shape} onMove={setPlace} />
      ) : pick ? (
        <p className={styles.soft}>{t("pick")}</p>
      ) : null}
    </section>
  );
}

function LayerFacts({ layer }: { layer: LayerView }) {
  const { t } = useTranslation("inside");
  const { count } = useNumbers();
  const facts: [string, string][] = [
    [t("facts.shape"), shapeOf(layer.shape)],
    [t("facts.parameters"), count(layer.parameters)],
    [t("facts.multiplyAdds"), count(layer.multiply_adds)],
  ];
  if (layer.kernel) facts.push([t("facts.window"), `${layer.kernel} × ${layer.kernel}`]);
  if (layer.stride && layer.stride > 1) facts.push([t("facts.stride"), String(layer.stride)]);
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Filters({ filters }: { filters: Maps }) {
  const { t } = useTranslation("inside");
  return (
    <figure className={styles.filters}>
      <figcaption>{t("filters", { count: filters.count })}</figcaption>
      <div>
        {Array.from({ length: filters.count }, (_, index) => (
          <RasterCanvas key={index} maps={filters} index={index} palette="signed" label={t("filter", { number: index })} />
        ))}
      </div>
    </figure>
  );
}
