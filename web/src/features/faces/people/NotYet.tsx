import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import type { PeopleStatus } from "@/api/types";
import { useJobActions } from "@/components/jobs/useJobActions";
import { Button } from "@/components/ui/Button";
import { FaceIcon } from "@/components/ui/icons";
import ui from "@/components/ui/ui.module.css";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./people.module.css";

/** Nothing was looked for yet, and nothing is before somebody has asked for it. */
export function NotYet({ status }: { status: PeopleStatus }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const { start, starting } = useJobActions();
  const { missing } = status;
  return (
    <section className={styles.ask}>
      <h2>{t("ask.title")}</h2>
      <ul>
        {(["find", "group", "name"] as const).map((step) => (
          <li key={step}>{t(`ask.${step}`)}</li>
        ))}
      </ul>
      <p className={styles.soft}>{t("ask.private")}</p>
      {missing > 0 ? (
        <Button look="strong" disabled={starting} onClick={() => start({ kind: "faces" })}>
          <FaceIcon />
          {t("ask.go", { count: missing, number: count(missing) })}
        </Button>
      ) : (
        <p>
          {t("ask.empty")}{" "}
          <Link href="/library" className={`${ui.button} ${ui.plain}`}>
            {t("ask.library")}
          </Link>
        </p>
      )}
    </section>
  );
}
