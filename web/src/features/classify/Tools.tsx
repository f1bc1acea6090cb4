import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { type GivenPicture, namingQuery } from "@/api/classify";
import { keepPicture } from "@/api/search";
import type { ClassifyingModel } from "@/api/types";
import { ChooseFiles } from "@/components/files/ChooseFiles";
import { Button } from "@/components/ui/Button";
import { CopyButton } from "@/components/ui/CopyButton";
import { CameraIcon, CopyIcon, LinkIcon, UploadIcon } from "@/components/ui/icons";

import styles from "./classify.module.css";
import { type Asked, linkOf } from "./shown";

interface ToolsProps {
  given: GivenPicture | null;
  models: readonly ClassifyingModel[];
  asked: Asked;
  onFiles(files: readonly File[]): void;
  onCamera(): void;
}

/** Other photos, and taking the answer along. */
export function Tools({ given, models, asked, onFiles, onCamera }: ToolsProps) {
  const { t } = useTranslation("classify");
  const client = useQueryClient();
  const link = async () => {
    // A photo from outside gets a place on the server, so that the link finds it again for a while.
    const from = asked.from ?? (given && "image" in given.sent ? ({ kind: "upload", token: (await keepPicture(given.sent.image)).upload } as const) : null);
    return new URL(linkOf({ ...asked, from, models: models.map(({ name }) => name) }), window.location.href).href;
  };
  const json = async () => {
    const replies = await Promise.all(given ? models.map((model) => client.ensureQueryData(namingQuery(given, model))) : []);
    const [first] = replies;
    return JSON.stringify({ picture: given?.name, width: first?.width, height: first?.height, namings: replies.flatMap(({ namings }) => namings) }, null, 2);
  };
  return (
    <div className={styles.tools}>
      <ChooseFiles label={t("tools.another")} onFiles={(files) => onFiles(files.map(({ file }) => file))}>
        <UploadIcon />
        {t("tools.another")}
      </ChooseFiles>
      <Button onClick={onCamera}>
        <CameraIcon />
        <span>{t("start.camera")}</span>
      </Button>
      {given ? (
        <>
          <CopyButton key={`link ${given.key} ${window.location.search}`} label={t("tools.copyLink")} text={link}>
            <LinkIcon />
          </CopyButton>
          <CopyButton key={`json ${given.key} ${models.length}`} label={t("tools.copyJson")} text={json}>
            <CopyIcon />
          </CopyButton>
        </>
      ) : null}
    </div>
  );
}
