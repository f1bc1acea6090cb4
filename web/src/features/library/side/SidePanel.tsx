import { Dialog } from "@base-ui/react/dialog";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CollapseIcon, CrossIcon, FilterIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import { remember, remembered } from "@/preferences/memory";

import type { View } from "../view";
import { Folders } from "./Folders";
import { Labels } from "./Labels";
import { Months } from "./Months";
import { NoCaption } from "./NoCaption";
import styles from "./side.module.css";

export interface SideProps {
  view: View;
  onChange(changes: Partial<View>): void;
}

/** Folders and dates beside the pictures, on pages that are wide enough; narrower ones have the sheet. */
export function SidePanel(props: SideProps) {
  const { t } = useTranslation("library");
  const [open, setOpen] = useState(remembered("library-side") !== "off");
  const toggle = () => {
    remember("library-side", open ? "off" : "on");
    setOpen(!open);
  };
  return (
    <aside className={styles.side} data-open={open || undefined} aria-label={t("side.title")}>
      <header>
        {open ? <strong>{t("side.title")}</strong> : null}
        <IconButton label={t(open ? "side.close" : "side.open")} aria-expanded={open} onClick={toggle}>
          {open ? <CollapseIcon /> : <FilterIcon />}
        </IconButton>
      </header>
      {open ? <Contents {...props} /> : null}
    </aside>
  );
}

/** The same on a phone: a sheet from below. */
export function SideSheet(props: SideProps) {
  const { t } = useTranslation("library");
  const { view } = props;
  const active = [view.folder, view.label, view.since || view.until].filter(Boolean).length;
  return (
    <Dialog.Root>
      <Dialog.Trigger className={styles.trigger} aria-label={active ? `${t("side.title")} (${active})` : t("side.title")}>
        <FilterIcon />
        {active ? <span className={styles.badge}>{active}</span> : null}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.sheet}>
          <header>
            <Dialog.Title>{t("side.title")}</Dialog.Title>
            <Dialog.Close render={<IconButton label={t("side.close")}><CrossIcon /></IconButton>} />
          </header>
          <Contents {...props} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Contents(props: SideProps) {
  return (
    <div className={styles.contents}>
      <Folders {...props} />
      <Labels {...props} />
      <Months {...props} />
      <NoCaption />
    </div>
  );
}
