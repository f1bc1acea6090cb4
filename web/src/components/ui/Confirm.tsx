import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "./Button";
import styles from "./confirm.module.css";

interface ConfirmProps {
  /** The button that asks. */
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  children: ReactNode;
  /** What the button that goes on is called. */
  act: string;
  onAct(): void;
}

/** Asks before something that cannot be undone by a click. */
export function Confirm({ trigger, title, children, act, onAct }: ConfirmProps) {
  const { t } = useTranslation("common");
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={styles.popup}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description className={styles.words} render={<div />}>
            {children}
          </AlertDialog.Description>
          <div className={styles.acts}>
            <AlertDialog.Close render={<Button />}>{t("cancel")}</AlertDialog.Close>
            <AlertDialog.Close render={<Button look="strong" onClick={onAct} />}>{act}</AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
