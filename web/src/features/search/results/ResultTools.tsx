import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Hit, SearchReply } from "@/api/types";
import { saveAs } from "@/components/board/intake";
import { Button } from "@/components/ui/Button";
import { CheckIcon, LinkIcon, SaveIcon } from "@/components/ui/icons";

import { csvOf, jsonOf } from "../export";
import styles from "./results.module.css";

interface ResultToolsProps {
  reply: SearchReply;
  /** Those that are shown, in their order. */
  hits: readonly Hit[];
  cutoff: number;
  /** What must be done before the link is whole. */
  settle?(): Promise<void>;
}

/** Taking the answer along. */
export function ResultTools({ reply, hits, cutoff, settle }: ResultToolsProps) {
  const { t } = useTranslation("search");
  const save = (kind: "csv" | "json") => {
    const text = kind === "csv" ? csvOf(hits) : jsonOf({ ...reply, cutoff }, hits, window.location.href);
    const type = kind === "csv" ? "text/csv;charset=utf-8" : "application/json";
    saveAs(new Blob([text], { type }), `mindseye-search.${kind}`);
  };
  return (
    <div className={styles.tools}>
      <CopyLink settle={settle} />
      <Button disabled={hits.length === 0} onClick={() => save("csv")} aria-label={t("tools.save", { kind: "CSV" })}>
        <SaveIcon />
        CSV
      </Button>
      <Button disabled={hits.length === 0} onClick={() => save("json")} aria-label={t("tools.save", { kind: "JSON" })}>
        <SaveIcon />
        JSON
      </Button>
    </div>
  );
}

function CopyLink({ settle }: Pick<ResultToolsProps, "settle">) {
  const { t } = useTranslation("search");
  const [copied, setCopied] = useState("");
  const link = window.location.href;
  const isCopied = copied === link;
  const copy = async () => {
    await settle?.();
    try {
      await navigator.clipboard.writeText(window.location.href);
      setCopied(window.location.href);
    } catch {
      // Without https browsers lend the clipboard to this machine only: then the person copies by hand.
      window.prompt(t("tools.byHand"), window.location.href);
    }
  };
  return (
    <>
      <Button onClick={() => void copy()}>
        {isCopied ? <CheckIcon /> : <LinkIcon />}
        {t(isCopied ? "tools.copied" : "tools.copy")}
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied ? t("tools.copied") : ""}
      </span>
    </>
  );
}
