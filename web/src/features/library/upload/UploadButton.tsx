import { Menu } from "@base-ui/react/menu";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { ChevronIcon, FolderIcon, PictureIcon, UploadIcon } from "@/components/ui/icons";
import ui from "@/components/ui/ui.module.css";

import styles from "./upload.module.css";

/** Pictures, or all pictures of a folder. */
export function UploadButton({ onFiles }: { onFiles(files: Iterable<File>): void }) {
  const { t } = useTranslation("library");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onFiles([...(input.files ?? [])]);
    input.value = ""; // the same file may be chosen again
  };
  return (
    <>
      <input ref={files} type="file" multiple hidden accept="image/*,.heic,.heif,.avif" aria-label={t("upload.files")} onChange={(event) => take(event.target)} />
      <input
        ref={(input) => {
          folder.current = input;
          // React has no name for it.
          input?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        hidden
        aria-label={t("upload.folder")}
        onChange={(event) => take(event.target)}
      />
      <Menu.Root>
        <Menu.Trigger className={`${ui.button} ${ui.strong}`}>
          <UploadIcon />
          {t("upload.button")}
          <ChevronIcon />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className={styles.positioner}>
            <Menu.Popup className={styles.menu}>
              <Menu.Item className={styles.item} onClick={() => files.current?.click()}>
                <PictureIcon />
                {t("upload.files")}
              </Menu.Item>
              <Menu.Item className={styles.item} onClick={() => folder.current?.click()}>
                <FolderIcon />
                {t("upload.folder")}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </>
  );
}
