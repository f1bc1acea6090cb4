import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { GivenPicture } from "@/api/classify";
import { detectQuery } from "@/api/faces";
import type { DetectReply } from "@/api/types";
import { saveAs } from "@/components/board/intake";
import { ChooseFiles } from "@/components/files/ChooseFiles";
import type { Photo } from "@/components/given/usePhoto";
import { Button } from "@/components/ui/Button";
import { CameraIcon, SaveIcon, UploadIcon } from "@/components/ui/icons";
import { useToasts } from "@/components/ui/useToasts";

import styles from "../faces.module.css";
import { annotated } from "./annotated";
import type { Asked } from "./asked";

interface ToolsProps {
  given: GivenPicture;
  all: readonly GivenPicture[];
  asked: Asked;
  photo: Photo;
  reply: DetectReply | undefined;
  onFiles(files: readonly File[]): void;
  onCamera(): void;
}

const stem = (name: string) => name.replace(/\.[^.]+$/, "") || "picture";

/** Other pictures, and taking the answer along. */
export function Tools({ given, all, asked, photo, reply, onFiles, onCamera }: ToolsProps) {
  const { t } = useTranslation("faces");
  const client = useQueryClient();
  const { fail } = useToasts();
  const saveJson = async () => {
    try {
      const replies = await Promise.all(all.map(async (each) => ({ picture: each.name, ...(await client.ensureQueryData(detectQuery(each, asked))) })));
      const text = JSON.stringify(replies.length === 1 ? replies[0] : replies, null, 2);
      saveAs(new Blob([text], { type: "application/json" }), `${replies.length === 1 ? stem(given.name) : "mindseye"}-faces.json`);
    } catch (error) {
      fail(t("tools.failed"), error);
    }
  };
  const savePicture = async () => {
    if (!reply || !photo.url) return;
    try {
      const urls = [photo.original, photo.url].filter((url) => url !== null);
      saveAs(await annotated(urls, reply, asked.square), `${stem(given.name)}-faces.png`);
    } catch (error) {
      fail(t("tools.failed"), error);
    }
  };
  return (
    <div className={styles.tools}>
      <ChooseFiles label={t("tools.another")} onFiles={(files) => onFiles(files.map(({ file }) => file))}>
        <UploadIcon />
        {t("tools.another")}
      </ChooseFiles>
      <Button onClick={onCamera}>
        <CameraIcon />
        {t("tools.camera")}
      </Button>
      <Button disabled={!reply} onClick={() => void saveJson()}>
        <SaveIcon />
        {t("tools.json")}
      </Button>
      <Button disabled={!reply || !photo.url || photo.unseen} onClick={() => void savePicture()}>
        <SaveIcon />
        {t("tools.png")}
      </Button>
    </div>
  );
}
