import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { captionAnimation, captionsQuery } from "@/api/captions";
import type { GivenPicture } from "@/api/classify";
import { keepPicture } from "@/api/search";
import { saveAs } from "@/components/board/intake";
import { KeepThis } from "@/components/captions/KeepThis";
import { ChooseFiles } from "@/components/files/ChooseFiles";
import { Button } from "@/components/ui/Button";
import { CopyButton } from "@/components/ui/CopyButton";
import { CameraIcon, CopyIcon, LinkIcon, SaveIcon, UploadIcon } from "@/components/ui/icons";
import { useToasts } from "@/components/ui/useToasts";

import { type Asked, linkOf } from "./asked";
import styles from "./describe.module.css";

interface ToolsProps {
  given: GivenPicture | null;
  asked: Asked;
  onFiles(files: readonly File[]): void;
  onCamera(): void;
}

/** Other photos, and a link to this one. */
export function Tools({ given, asked, onFiles, onCamera }: ToolsProps) {
  const { t } = useTranslation("describe");
  const client = useQueryClient();
  const link = async () => {
    // A photo from outside gets a place on the server, so that the link finds it again for a while.
    const from = asked.from ?? (given && "image" in given.sent ? ({ kind: "upload", token: (await keepPicture(given.sent.image)).upload } as const) : null);
    return new URL(linkOf({ ...asked, from }), window.location.href).href;
  };
  const json = async () => (given ? JSON.stringify({ picture: given.name, ...(await client.ensureQueryData(captionsQuery(given, asked))) }, null, 2) : "");
  return (
    <div className={styles.tools}>
      <ChooseFiles label={t("tools.another")} onFiles={(files) => onFiles(files.map(({ file }) => file))}>
        <UploadIcon />
        <span>{t("tools.another")}</span>
      </ChooseFiles>
      <Button onClick={onCamera}>
        <CameraIcon />
        <span>{t("tools.camera")}</span>
      </Button>
      {given ? (
        <>
          <CopyButton key={`link ${given.key} ${window.location.search}`} label={t("tools.copyLink")} text={link}>
            <LinkIcon />
          </CopyButton>
          <CopyButton key={`json ${given.key} ${window.location.search}`} label={t("tools.copyJson")} text={json}>
            <CopyIcon />
          </CopyButton>
        </>
      ) : null}
    </div>
  );
}

interface TakeAlongProps {
  given: GivenPicture;
  asked: Asked;
  /** Which sentence, from 0, and its words. */
  choice: number;
  text: string;
}

/** The sentence for elsewhere: as words, and as a moving picture. */
export function TakeAlong({ given, asked, choice, text }: TakeAlongProps) {
  const { t } = useTranslation("describe");
  const { fail } = useToasts();
  const animation = useMutation({
    mutationFn: () => captionAnimation(given, asked, choice),
    onSuccess: (blob) => saveAs(blob, `${given.name.replace(/\.[^.]+$/, "") || "picture"}-described.webp`),
    onError: (error) => fail(t("tools.failed"), error),
  });
  return (
    <div className={styles.tools}>
      {"picture" in given.sent ? <KeepThis id={given.sent.picture} text={text} /> : null}
      <CopyButton key={text} label={t("tools.copy")} text={() => text}>
        <CopyIcon />
      </CopyButton>
      <Button disabled={animation.isPending} onClick={() => animation.mutate()}>
        <SaveIcon />
        <span>{t(animation.isPending ? "tools.animating" : "tools.animation")}</span>
      </Button>
    </div>
  );
}
