import { useQuery } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { classifyingModelsQuery, type GivenPicture } from "@/api/classify";
import type { Lesson } from "@/api/types";
import { ChooseFiles } from "@/components/files/ChooseFiles";
import { NamingCamera } from "@/components/naming/NamingCamera";
import { type Looked, NamedPhoto } from "@/components/naming/NamedPhoto";
import { Button } from "@/components/ui/Button";
import { CameraIcon, UploadIcon } from "@/components/ui/icons";
import { Panel } from "@/components/ui/Panel";

import styles from "./train.module.css";

let numbers = 0;

/** The newest model at work: a photo that it has not seen says more than any figure. */
export function TryPanel({ lesson }: { lesson: Lesson }) {
  const { t } = useTranslation("teach");
  const { data } = useQuery(classifyingModelsQuery);
  const [given, setGiven] = useState<GivenPicture | null>(null);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [camera, setCamera] = useState(false);
  const [over, setOver] = useState(false);
  const model = data?.models.find(({ name }) => name === lesson.name);
  if (!model) return null;
  const take = (file: File | undefined) => {
    setOver(false);
    setCamera(false);
    if (!file) return;
    setLooked(null);
    setGiven({ key: `try ${++numbers}`, name: file.name, sent: { image: file } });
  };
  const drop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <Panel title={t("try.title")} className={styles.panel}>
      <div
        className={styles.try}
        data-over={over || undefined}
        data-testid="try"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {given ? <NamedPhoto key={given.key} stacked given={given} models={[model]} looked={looked} onLook={setLooked} /> : <p className={styles.soft}>{t("try.how")}</p>}
        <div className={styles.acts}>
          <ChooseFiles label={t("try.choose")} multiple={false} onFiles={([chosen]) => take(chosen?.file)}>
            <UploadIcon />
            {t("try.choose")}
          </ChooseFiles>
          <Button onClick={() => setCamera(true)}>
            <CameraIcon />
            {t("try.camera")}
          </Button>
        </div>
      </div>
      <NamingCamera open={camera} onClose={() => setCamera(false)} models={[model]} onTake={take} />
    </Panel>
  );
}
