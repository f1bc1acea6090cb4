import { useTranslation } from "react-i18next";

import type { SpaceOption, SpaceStatus } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";

import bars from "@/components/jobs/bars.module.css";
import styles from "./sources.module.css";
import { useJobActions } from "@/components/jobs/useJobActions";

type Space = SpaceStatus & Partial<Pick<SpaceOption, "paper">>;

/** How much of the library each way of comparing can see. */
export function Spaces({ spaces, busy }: { spaces: readonly Space[]; busy: boolean }) {
  const { t } = useTranslation("library");
  return (
    <Panel title={t("spaces.title")}>
      <p className={styles.soft}>{t("spaces.what")}</p>
      <ul className={styles.rows}>
        {spaces.map((space) => (
          <SpaceRow key={space.name} space={space} busy={busy} />
        ))}
      </ul>
    </Panel>
  );
}

function SpaceRow({ space, busy }: { space: Space; busy: boolean }) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { start, starting } = useJobActions();
  const all = space.vectors + space.missing;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <strong>{space.title}</strong> <code>{space.name}</code>
        <div className={bars.track} aria-hidden="true">
          <div className={bars.bar} style={{ width: `${all ? (100 * space.vectors) / all : 0}%`, height: "100%" }} />
        </div>
        <p className={styles.figures}>
          <span>{space.missing || !all ? t("spaces.part", { vectors: count(space.vectors), all: count(all) }) : t("spaces.full", { count: all, all: count(all) })}</span>
          <span>{t("spaces.dim", { dim: count(space.dim) })}</span>
          {space.paper ? <span>{space.paper}</span> : null}
        </p>
      </div>
      <div className={styles.acts}>
        {space.missing ? (
          <Button disabled={busy || starting} onClick={() => start({ kind: "index", space: space.name })}>
            {t("spaces.fill")}
          </Button>
        ) : null}
        {space.vectors ? (
          <Button look="quiet" disabled={busy || starting} title={t("spaces.rebuildWhy")} onClick={() => start({ kind: "rebuild", space: space.name })}>
            {t("spaces.rebuild")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
