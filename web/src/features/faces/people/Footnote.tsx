import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { forgetFaces, switchPeople } from "@/api/people";
import type { PeopleStatus } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { Confirm } from "@/components/ui/Confirm";
import { LabelledSwitch } from "@/components/ui/Toggle";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./people.module.css";
import { useDoing } from "./useDoing";

/** How far the library is known, and how to end it. */
export function Footnote({ status }: { status: PeopleStatus }) {
  const { t } = useTranslation("people");
  const { count } = useNumbers();
  const { end } = useDoing();
  return (
    <footer className={styles.footnote}>
      <p>
        {t("foot.known", { faces: t("faces", { count: status.faces, number: count(status.faces) }), pictures: t("pictures", { count: status.pictures, number: count(status.pictures) }), named: count(status.named) })}{" "}
        {t("foot.private")}
      </p>
      <p className={styles.models}>
        {Object.entries(status.models).map(([name, version]) => (
          <Link key={name} href={`/lab/models/${encodeURIComponent(name)}`}>
            {name} {version}
          </Link>
        ))}
      </p>
      <div>
        <LabelledSwitch label={t("foot.on")} checked={status.on} onChange={(on) => void end(() => switchPeople(on), t(on ? "foot.switchedOn" : "foot.switchedOff"))} />
        <Confirm trigger={<Button>{t("foot.forget")}</Button>} title={t("foot.forgetTitle")} act={t("foot.forgetAct")} onAct={() => void end(forgetFaces, t("foot.forgotten"))}>
          <p>{t("foot.forgetWhat", { people: t("people", { count: status.people, number: count(status.people) }), faces: t("faces", { count: status.faces, number: count(status.faces) }) })}</p>
          <p>{t("forever")}</p>
        </Confirm>
      </div>
    </footer>
  );
}
