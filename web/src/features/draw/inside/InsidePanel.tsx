import { useTranslation } from "react-i18next";

import { Notice, ProblemNotice, Loading } from "@/components/problem/Notice";
import { Choice } from "@/components/ui/Choice";
import { useUrlState } from "@/components/ui/useUrlState";

import type { Reading } from "../useReading";
import { Evidence } from "./Evidence";
import styles from "./inside.module.css";
import { LayerDetail } from "./LayerDetail";
import { Pipeline } from "./Pipeline";
import { useInside } from "./useInside";

import "./messages";

interface InsidePanelProps {
  reading: Reading | null;
  glyph: number;
}

export default function InsidePanel({ reading, glyph }: InsidePanelProps) {
  const { t } = useTranslation("inside");
  const models = reading?.reply.models ?? [];
  const [wanted, setModel] = useUrlState("model", models.at(-1)?.model ?? "");
  const model = models.find((each) => each.model === wanted) ?? models.at(-1);
  const mark = model?.glyphs[glyph];
  if (!reading || !model || !mark) return <Notice>{t("empty")}</Notice>;
  const options = models.map((each) => ({ value: each.model, label: each.title }));
  return (
    <div className={styles.inside}>
      <Choice label={t("network")} value={model.model} options={options} onChange={setModel} />
      <Opened key={model.model} picture={reading.picture} model={model.model} glyph={glyph} />
    </div>
  );
}

interface OpenedProps {
  picture: Blob;
  model: string;
  glyph: number;
}

/** One network, opened on one mark. */
function Opened({ picture, model, glyph }: OpenedProps) {
  const [chosenDigit, setDigit] = useUrlState("digit", "");
  const digit = /^\d$/.test(chosenDigit) ? Number(chosenDigit) : null;
  const { inside, error } = useInside({ image: picture, model, glyph, digit });
  const [wanted, setLayer] = useUrlState("layer", "");
  if (error) return <ProblemNotice error={error} />;
  if (!inside) return <Loading />;
  const layer = inside.layers.find((each) => each.name === wanted) ?? inside.layers.find((each) => each.kind !== "input");
  return (
    <>
      <Pipeline layers={inside.layers} chosen={layer?.name ?? ""} onChoose={setLayer} />
      <div className={styles.columns}>
        <Evidence inside={inside} chosen={digit} onChoose={(next) => setDigit(next === null ? "" : String(next))} />
        {layer ? <LayerDetail key={layer.name} layer={layer} picture={picture} model={model} glyph={glyph} /> : null}
      </div>
    </>
  );
}
