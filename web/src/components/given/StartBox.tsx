import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ChooseFiles } from "../files/ChooseFiles";
import { Button } from "../ui/Button";
import { CameraIcon } from "../ui/icons";
import { useNumbers } from "../ui/useNumbers";
import styles from "./start.module.css";

import "./messages";

interface StartBoxProps {
  title: string;
  how?: ReactNode;
  choose: string;
  multiple?: boolean;
  onFiles(files: readonly File[]): void;
  onCamera(): void;
  /** What was brought in and is no picture. */
  others?: number;
}

const isApple = /Mac|iP(hone|ad)/.test(navigator.userAgent);
export const isTouch = () => window.matchMedia("(pointer: coarse)").matches;

/** Nothing is given yet: files, the camera and the clipboard in one place. */
export function StartBox({ title, how, choose, multiple = true, onFiles, onCamera, others = 0 }: StartBoxProps) {
  const { t } = useTranslation("given");
  const { count } = useNumbers();
  return (
    <section className={styles.start}>
      <h2>{title}</h2>
      {how ? <p className={styles.soft}>{how}</p> : null}
      <div className={styles.ways}>
        <ChooseFiles look="strong" label={choose} multiple={multiple} onFiles={(files) => onFiles(files.map(({ file }) => file))} />
        <Button onClick={onCamera}>
          <CameraIcon />
          {t("camera")}
        </Button>
      </div>
      {isTouch() ? null : (
        <p className={styles.soft}>
          {t("paste")} <kbd>{isApple ? "⌘ V" : "Ctrl V"}</kbd>
        </p>
      )}
      {others > 0 ? (
        <p className={styles.soft} role="status">
          {t("others", { count: others, number: count(others) })}
        </p>
      ) : null}
    </section>
  );
}
