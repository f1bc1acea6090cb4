import { useTranslation } from "react-i18next";

import type { CaptionLook } from "@/api/types";
import { Choice } from "@/components/ui/Choice";
import { Panel } from "@/components/ui/Panel";
import { useUrlState } from "@/components/ui/useUrlState";

import styles from "./caption.module.css";
import { Example } from "./Example";

const GROUPS = ["random", "best", "worst"] as const;
type Group = (typeof GROUPS)[number];

/** Which examples are seen is in the URL. */
export function Examples({ look }: { look: CaptionLook }) {
  const { t } = useTranslation("lab");
  const there = GROUPS.filter((group) => look.examples.some((each) => each.group === group));
  const [asked, choose] = useUrlState("examples", there[0] ?? "random");
  const group = there.find((each) => each === asked) ?? there[0];
  const options = there.map((value) => ({ value, label: t(`caption.examples.${value}`) }));
  const shown = look.examples.flatMap((example, place) => (example.group === group ? [{ example, place }] : []));
  return (
    <Panel
      title={t("caption.examples.title")}
      aside={group ? <Choice<Group> label={t("caption.examples.which")} value={group} options={options} onChange={choose} /> : null}
    >
      <p className={styles.soft}>{t("caption.examples.lead")}</p>
      <ul className={styles.examples}>
        {shown.map(({ example, place }) => (
          <Example key={place} look={look} place={place} example={example} />
        ))}
      </ul>
      <p className={styles.soft}>{t("caption.examples.count", { count: shown.length, beam: look.beam })}</p>
    </Panel>
  );
}
