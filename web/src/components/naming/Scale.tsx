import { useTranslation } from "react-i18next";

import { useNumbers } from "../ui/useNumbers";
import { type Cells, spanOf } from "./heat";
import styles from "./naming.module.css";

/** What the colours of the heat map say; equal steps to either side of zero mean equal amounts. */
export function Scale({ cells }: { cells: Cells }) {
  const { t } = useTranslation("naming");
  const { plain } = useNumbers();
  const span = spanOf(cells);
  return (
    <div className={styles.scale} role="img" aria-label={t("heat.scale", { least: plain(-span, 2), most: plain(span, 2) })}>
      <span className={styles.ramp} />
      <p>
        <span>{plain(-span, 2)}</span>
        <span>0</span>
        <span>+{plain(span, 2)}</span>
      </p>
      <p>
        <span>{t("heat.against")}</span>
        <span>{t("heat.for")}</span>
      </p>
    </div>
  );
}
