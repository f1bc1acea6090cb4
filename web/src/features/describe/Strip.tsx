import { useTranslation } from "react-i18next";

import { SmallPhoto } from "@/components/given/SmallPhoto";
import { MOST_FILES, type Taken } from "@/components/given/taken";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./describe.module.css";

interface StripProps {
  taken: Taken;
  /** Key of the photo that is shown. */
  shown: string | null;
  onShow(key: string): void;
}

/** Several photos, to be described one after the other. */
export function Strip({ taken: { pictures, others, over }, shown, onShow }: StripProps) {
  const { t } = useTranslation("describe");
  const { count } = useNumbers();
  return (
    <section aria-label={t("strip.label")}>
      <ul className={styles.strip}>
        {pictures.map(({ key, name, sent }) => (
          <li key={key}>
            <button type="button" aria-pressed={key === shown} aria-label={t("start.from", { name })} title={name} onClick={() => onShow(key)}>
              <SmallPhoto sent={sent} />
            </button>
          </li>
        ))}
      </ul>
      {over > 0 ? <p className={styles.soft}>{t("strip.most", { most: MOST_FILES })}</p> : null}
      {others > 0 ? <p className={styles.soft}>{t("strip.others", { count: others, number: count(others) })}</p> : null}
    </section>
  );
}
