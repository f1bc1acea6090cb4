import { Progress } from "@base-ui/react/progress";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/Button";
import { AlertIcon, CheckIcon, CrossIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import { useNumbers } from "@/components/ui/useNumbers";

import bars from "@/components/jobs/bars.module.css";
import styles from "./upload.module.css";
import { type Tally, tallyOf, type Upload } from "./uploads";
import type { Uploads } from "./useUploads";

/** Hundreds of finished files need no line each: those on their way and those with a trouble do. */
const NOTABLE: readonly Upload["fate"]["kind"][] = ["sending", "refused", "failed"];
const MOST_LINES = 60;

export function UploadPanel({ uploads, others, cancel, retry, clear }: Uploads) {
  const { t } = useTranslation("library");
  const { count, percent } = useNumbers();
  if (uploads.length === 0 && others === 0) return null;
  const tally = tallyOf(uploads);
  const busy = tally.over < tally.total;
  const lines = uploads.length <= 8 ? uploads : uploads.filter(({ fate }) => NOTABLE.includes(fate.kind));
  return (
    <section className={styles.panel} aria-label={t("upload.title")}>
      <header>
        <h2 role="status">{busy ? t("upload.busy", { over: count(tally.over), total: count(tally.total) }) : t("upload.done")}</h2>
        {busy ? (
          <Button onClick={cancel}>{t("upload.cancel")}</Button>
        ) : (
          <IconButton label={t("upload.close")} onClick={clear}>
            <CrossIcon />
          </IconButton>
        )}
      </header>
      {busy ? (
        <Progress.Root value={tally.sent * 100} aria-label={t("upload.title")} getAriaValueText={() => percent(tally.sent, 0)}>
          <Progress.Track className={bars.track}>
            <Progress.Indicator className={bars.bar} />
          </Progress.Track>
        </Progress.Root>
      ) : null}
      <Outcome tally={tally} others={others} />
      <ul className={styles.lines}>
        {lines.slice(0, MOST_LINES).map((upload) => (
          <Line key={upload.id} upload={upload} />
        ))}
        {lines.length > MOST_LINES ? <li className={styles.more}>{t("upload.more", { count: lines.length - MOST_LINES })}</li> : null}
      </ul>
      {!busy && tally.failed ? <Button onClick={retry}>{t("upload.retry", { count: tally.failed })}</Button> : null}
    </section>
  );
}

function Outcome({ tally, others }: { tally: Tally; others: number }) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const words = (["added", "known", "refused", "failed"] as const)
    .filter((kind) => tally[kind] > 0)
    .map((kind) => t(`upload.outcome.${kind}`, { count: tally[kind], number: count(tally[kind]) }));
  if (others) words.push(t("upload.outcome.others", { count: others, number: count(others) }));
  return words.length ? <p className={styles.outcome}>{words.join(" · ")}</p> : null;
}

function Line({ upload: { file, fate } }: { upload: Upload }) {
  const { t } = useTranslation("library");
  const { percent } = useNumbers();
  const trouble = fate.kind === "refused" || fate.kind === "failed";
  return (
    <li data-kind={fate.kind}>
      <span className={styles.sign} aria-hidden="true">
        {trouble ? <AlertIcon /> : fate.kind === "added" || fate.kind === "known" ? <CheckIcon /> : null}
      </span>
      <span className={styles.file}>{file.name}</span>
      <span className={styles.state}>
        {fate.kind === "sending" && fate.sent < 1 ? percent(fate.sent, 0) : t(`upload.fate.${fate.kind === "sending" ? "reading" : fate.kind}`)}
      </span>
      {trouble ? <p>{fate.reason}</p> : null}
    </li>
  );
}
