import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";

import { ChevronIcon } from "@/components/ui/icons";
import { useUrlState } from "@/components/ui/useUrlState";

import styles from "./draw.module.css";

/** Looking inside costs the server a little on every change, so it happens only when somebody looks. */
export function InsideDisclosure({ children }: { children: ReactNode }) {
  const { t } = useTranslation("draw");
  const [view, setView] = useUrlState("view", "reading");
  const open = view === "inside";
  const panel = useId();
  return (
    <section className={styles.disclosure}>
      <h2>
        <button type="button" aria-expanded={open} aria-controls={panel} onClick={() => setView(open ? "reading" : "inside")}>
          <span>
            {t("inside.title")}
            <small>{t("inside.lead")}</small>
          </span>
          <ChevronIcon />
        </button>
      </h2>
      <div id={panel} hidden={!open}>
        {open ? children : null}
      </div>
    </section>
  );
}
