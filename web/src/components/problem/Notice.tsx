import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemError, UnreachableError } from "@/api/client";

import { AlertIcon } from "../ui/icons";
import { Button } from "../ui/Button";
import styles from "./notice.module.css";

interface NoticeProps {
  tone?: "calm" | "warning" | "danger";
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** A sentence in a frame: what is the matter here, and what can be done. */
export function Notice({ tone = "calm", title, children, action }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === "danger" ? "alert" : undefined}>
      {tone === "calm" ? null : <AlertIcon />}
      <div className={styles.words}>
        {title ? <strong>{title}</strong> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {action}
    </div>
  );
}

interface ProblemProps {
  error: unknown;
  onRetry?(): void;
}

/** What went wrong, in the server's own sentence where it sent one. */
export function ProblemNotice({ error, onRetry }: ProblemProps) {
  const { t } = useTranslation("common");
  const retry = onRetry ? <Button onClick={onRetry}>{t("retry")}</Button> : null;
  if (error instanceof UnreachableError)
    return (
      <Notice tone="danger" title={t("gone.title")} action={retry}>
        {t("gone.cure")}
      </Notice>
    );
  return (
    <Notice tone="danger" title={error instanceof ProblemError ? undefined : t("failed")} action={retry}>
      {error instanceof Error ? error.message : String(error)}
    </Notice>
  );
}

export function Loading({ label }: { label?: string }) {
  const { t } = useTranslation("common");
  return (
    <p className={styles.loading} role="status">
      <span className={styles.pulse} aria-hidden="true" />
      {label ?? t("loading")}
    </p>
  );
}
