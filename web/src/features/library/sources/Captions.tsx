import { useTranslation } from "react-i18next";

import { captionsCsvUrl } from "@/api/captions";
import type { CaptionStatus } from "@/api/types";
import bars from "@/components/jobs/bars.module.css";
import { useJobActions } from "@/components/jobs/useJobActions";
import { Button, LinkButton } from "@/components/ui/Button";
import { Confirm } from "@/components/ui/Confirm";
import { RepeatIcon, SaveIcon, SentenceIcon } from "@/components/ui/icons";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./sources.module.css";

/** How many pictures have a sentence; a job writes the others, and others take all of them along. */
export function Captions({ status, busy }: { status: CaptionStatus; busy: boolean }) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { describe, sidecars, starting } = useJobActions();
  const { model, pictures, by_person: own, older, missing } = status;
  const all = pictures + missing;
  const off = busy || starting;
  return (
    <Panel title={t("captions.title")}>
      <p className={styles.soft}>{t(model ? "captions.what" : "captions.noModel")}</p>
      <div className={styles.captions}>
        <div className={bars.track} aria-hidden="true">
          <div className={bars.bar} style={{ width: `${all ? (100 * pictures) / all : 0}%`, height: "100%" }} />
        </div>
        <p className={styles.figures}>
          <span>{t("captions.part", { count: all, pictures: count(pictures), all: count(all) })}</span>
          {own > 0 ? <span>{t("captions.own", { count: own, number: count(own) })}</span> : null}
          {older > 0 ? <span>{t("captions.older", { count: older, number: count(older) })}</span> : null}
        </p>
        <div className={styles.acts}>
          {model && missing > 0 ? (
            <Button look="strong" disabled={off} onClick={() => describe(false)}>
              <SentenceIcon />
              {t("captions.start", { count: missing, number: count(missing) })}
            </Button>
          ) : null}
          {model && older > 0 ? (
            <Button disabled={off} onClick={() => describe(true)}>
              <RepeatIcon />
              {t("captions.again")}
            </Button>
          ) : null}
          {pictures > 0 ? (
            <>
              <LinkButton href={captionsCsvUrl} download="captions.csv">
                <SaveIcon />
                {t("captions.csv")}
              </LinkButton>
              <Confirm
                trigger={<Button disabled={off}>{t("captions.sidecars")}</Button>}
                title={t("captions.sidecarsTitle")}
                act={t("captions.sidecarsAct")}
                onAct={sidecars}
              >
                <p>{t("captions.sidecarsWhat")}</p>
              </Confirm>
            </>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}
