import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { CheckIcon, CopyIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";

import styles from "./library.module.css";

const COMMAND = "mindseye index ~/Pictures";

/** The command that brings a folder in, to be copied. */
export function IndexCommand() {
  const { t } = useTranslation("library");
  const code = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(COMMAND);
      setCopied(true);
      window.setTimeout(() => setCopied(false), 2000);
    } catch {
      // Without https a browser keeps its clipboard closed: the command is at least marked.
      if (code.current) window.getSelection()?.selectAllChildren(code.current);
    }
  };
  return (
    <div className={styles.command}>
      <code ref={code}>{COMMAND}</code>
      <IconButton label={t("empty.index.copy")} onClick={() => void copy()}>
        {copied ? <CheckIcon /> : <CopyIcon />}
      </IconButton>
      <span className="visually-hidden" role="status">
        {copied ? t("empty.index.copied") : ""}
      </span>
    </div>
  );
}
