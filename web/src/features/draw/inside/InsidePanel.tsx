import { useTranslation } from "react-i18next";

import { ALPHABETS, type Opening } from "@/api/marks";
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
      {models.length > 1 ? <Choice label={t("network")} value={model.model} options={options} onChange={setModel} /> : null}
      <Opened key={model.model} task={reading.task} picture={reading.picture} model={model.model} glyph={glyph} />
    </div>
  );
}

/** One network, opened on one mark. */
function Opened(opening: Opening) {
  const { task, picture, model, glyph } = opening;
  const [chosenLabel, setLabel] = useUrlState(task === "digits" ? "digit" : "letter", "");
  const place = ALPHABETS[task].indexOf(chosenLabel);
  const index = place < 0 ? null : place;
  const { inside, error } = useInside({ task, image: picture, model, glyph, index });
  const [wanted, setLayer] = useUrlState("layer", "");
  if (error) return <ProblemNotice error={error} />;
  if (!inside) return <Loading />;
  const layer = inside.layers.find((each) => each.name === wanted) ?? inside.layers.find((each) => each.kind !== "input");
  return (
    <>
      <Pipeline layers={inside.layers} chosen={layer?.name ?? ""} onChoose={setLayer} />
      <div className={styles.columns}>
        <Evidence task={task} inside={inside} chosen={index} onChoose={(next) => setLabel(next === null ? "" : (ALPHABETS[task][next] ?? ""))} />
        {layer ? <LayerDetail key={layer.name} layer={layer} opening={opening} /> : null}
      </div>
    </>
  );
}
