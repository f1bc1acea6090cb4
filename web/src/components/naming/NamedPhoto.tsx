import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { type GivenPicture, namingQuery, whyLabelQuery } from "@/api/classify";
import type { ClassifyingModel, NamingLabel } from "@/api/types";

import { PhotoStage } from "../given/PhotoStage";
import { type Photo, usePhoto } from "../given/usePhoto";
import { Loading, ProblemNotice } from "../problem/Notice";
import { Button } from "../ui/Button";
import { CrossIcon, SaveIcon } from "../ui/icons";
import { IconButton } from "../ui/IconButton";
import { Slider } from "../ui/Slider";
import { HeatCanvas } from "./HeatCanvas";
import { type Cells, cellsOf } from "./heat";
import { LabelPicker } from "./LabelPicker";
import { NamingCard } from "./NamingCard";
import styles from "./naming.module.css";
import { dimmed, saveHeat } from "./saveHeat";
import { Scale } from "./Scale";
import { useModelTitle } from "./useModelTitle";
import { namesOf } from "./words";

import "./messages";

/** Which heat map is shown. */
export interface Looked {
  model: string;
  label: number;
}

interface NamedPhotoProps {
  given: GivenPicture;
  models: readonly ClassifyingModel[];
  looked: Looked | null;
  onLook(looked: Looked | null): void;
  /** Narrow: photo above, answers below. */
  stacked?: boolean;
  /** Above the answers. */
  children?: ReactNode;
}

/** A photo, what the models call it, and where in it they see that. */
export function NamedPhoto({ given, models, looked, onLook, stacked = false, children }: NamedPhotoProps) {
  const { t } = useTranslation("naming");
  const photo = usePhoto(given);
  const [opacity, setOpacity] = useState(75);
  const lookedAt = models.find(({ name }) => name === looked?.model) ?? null;
  const heat = useHeat(given, lookedAt, looked?.label ?? null);
  const toggle = (model: string, label: number) => onLook(looked?.model === model && looked.label === label ? null : { model, label });
  const titleOf = useModelTitle();
  const explaining = lookedAt ?? models.find(({ explains }) => explains) ?? null;
  return (
    <div className={styles.bench} data-stacked={stacked || undefined}>
      <div className={styles.photo}>
        <PhotoStage
          photo={photo}
          label={t(heat.cells ? "map" : "photo", { name: given.name, label: heat.name })}
          opacity={heat.cells ? dimmed(opacity / 100) : undefined}
        >
          {(size) => (heat.cells ? <HeatCanvas cells={heat.cells} {...size} opacity={opacity / 100} /> : null)}
        </PhotoStage>
        {lookedAt ? (
          <Heat heat={heat} photo={photo} given={given} title={titleOf(lookedAt)} opacity={opacity} onOpacity={setOpacity} onHide={() => onLook(null)} />
        ) : explaining ? (
          <p className={styles.soft}>{t("why")}</p>
        ) : null}
        {explaining && explaining.labels.length > 2 ? (
          <LabelPicker
            labels={explaining.labels}
            labels_zh={explaining.labels_zh}
            onPick={(label) => onLook({ model: explaining.name, label })}
          />
        ) : null}
      </div>
      <div className={styles.answers}>
        {children}
        {models.map((model) => (
          <NamingCard
            key={model.name}
            given={given}
            model={model}
            looked={model === lookedAt ? heat.label : null}
            onLook={(label) => toggle(model.name, label)}
          />
        ))}
      </div>
    </div>
  );
}

interface HeatState {
  cells: Cells | null;
  label: NamingLabel | null;
  /** Of the label, in the reader's language; empty until it is known. */
  name: string;
  error: Error | null;
  retry(): void;
}

function useHeat(given: GivenPicture, model: ClassifyingModel | null, index: number | null): HeatState {
  const { i18n } = useTranslation();
  const enabled = model !== null && index !== null;
  const key = model ?? { name: "", version: "" };
  const { data, error, refetch } = useQuery({ ...whyLabelQuery(given, key, index ?? 0), enabled });
  const naming = useQuery({ ...namingQuery(given, key), enabled: false }).data?.namings[0];
  const cells = useMemo(() => (data ? cellsOf(data.raster) : null), [data]);
  const label = (enabled ? (data?.label ?? naming?.labels.find((each) => each.index === index)) : null) ?? null;
  const name = label ? namesOf(label, i18n.language).own : "";
  return { cells: enabled ? cells : null, label, name, error: enabled ? error : null, retry: () => void refetch() };
}

interface HeatProps {
  heat: HeatState;
  photo: Photo;
  given: GivenPicture;
  title: string;
  opacity: number;
  onOpacity(opacity: number): void;
  onHide(): void;
}

function Heat({ heat, photo, given, title, opacity, onOpacity, onHide }: HeatProps) {
  const { t } = useTranslation("naming");
  const { cells, name, error, retry } = heat;
  const urls = [photo.original, photo.url].filter((url) => url !== null);
  const file = `${given.name.replace(/\.\w+$/, "")} – ${name}.png`.replace(/[/\\:]/g, "-");
  return (
    <div className={styles.heat}>
      <header>
        <h2>{t("heat.title", { model: title, label: name || "…" })}</h2>
        <IconButton label={t("heat.hide")} onClick={onHide}>
          <CrossIcon />
        </IconButton>
      </header>
      <p className="visually-hidden" role="status">
        {cells ? t("heat.title", { model: title, label: name }) : ""}
      </p>
      {error ? <ProblemNotice error={error} onRetry={retry} /> : null}
      {cells ? (
        <div className={styles.controls}>
          <div className={styles.opacity}>
            <span aria-hidden="true">{t("heat.opacity")}</span>
            <Slider label={t("heat.opacity")} value={opacity} min={0} max={100} step={5} onChange={onOpacity} say={(value) => `${value} %`} />
          </div>
          <Scale cells={cells} />
          {urls.length > 0 ? (
            <Button look="quiet" className={styles.save} aria-label={t("heat.save")} title={t("heat.save")} onClick={() => void saveHeat(urls, cells, opacity / 100, file)}>
              <SaveIcon />
            </Button>
          ) : null}
        </div>
      ) : error ? null : (
        <Loading label={t("heat.working")} />
      )}
    </div>
  );
}
