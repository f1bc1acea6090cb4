import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { forgetSource, LIBRARY } from "@/api/library";
import type { Source } from "@/api/types";
import { useDates } from "@/components/gallery/useDates";
import { Button } from "@/components/ui/Button";
import { Confirm } from "@/components/ui/Confirm";
import { FolderIcon, PictureIcon, RepeatIcon, UploadIcon } from "@/components/ui/icons";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";
import { useToasts } from "@/components/ui/useToasts";

import { IndexCommand } from "../IndexCommand";
import styles from "./sources.module.css";
import { useJobActions } from "@/components/jobs/useJobActions";

export function Sources({ sources, busy }: { sources: readonly Source[]; busy: boolean }) {
  const { t } = useTranslation("library");
  const { start, starting } = useJobActions();
  return (
    <Panel
      title={t("sources.title")}
      aside={
        sources.length > 1 ? (
          <Button disabled={busy || starting} onClick={() => start({ kind: "index" })}>
            <RepeatIcon />
            {t("sources.scanAll")}
          </Button>
        ) : null
      }
    >
      <ul className={styles.rows}>
        {sources.map((source) => (
          <SourceRow key={source.id} source={source} busy={busy} />
        ))}
      </ul>
      <div className={styles.more}>
        <h3>{t("sources.another")}</h3>
        <IndexCommand />
        <p className={styles.soft}>{t("empty.index.why")}</p>
      </div>
    </Panel>
  );
}

const SIGNS = { folder: FolderIcon, files: PictureIcon, uploads: UploadIcon };

function SourceRow({ source, busy }: { source: Source; busy: boolean }) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { moment } = useDates();
  const { start, starting } = useJobActions();
  const Sign = SIGNS[source.kind];
  const uploads = source.kind === "uploads";
  return (
    <li className={styles.row}>
      <span className={styles.sign}>
        <Sign />
      </span>
      <div className={styles.what}>
        <strong>{uploads ? t("sources.uploads") : source.name}</strong>
        <p className={styles.path}>{source.path}</p>
        <p className={styles.figures}>
          <Link href={`/library?source=${source.id}`}>{t("summary.pictures", { count: source.pictures, number: count(source.pictures) })}</Link>
          {source.files > source.pictures ? <span>{t("summary.files", { count: source.files, number: count(source.files) })}</span> : null}
          {source.unreadable ? (
            <Link href="/library/unreadable">{t("summary.unreadable", { count: source.unreadable, number: count(source.unreadable) })}</Link>
          ) : null}
          <span>{source.indexed ? t("sources.indexed", { when: moment(source.indexed) }) : t("sources.never")}</span>
        </p>
        {source.there ? null : <p className={styles.error}>{t("sources.away")}</p>}
      </div>
      <div className={styles.acts}>
        <Button disabled={busy || starting || !source.there} onClick={() => start({ kind: "index", source: source.id })}>
          <RepeatIcon />
          {t("sources.scan")}
        </Button>
        {uploads ? null : <Forget source={source} />}
      </div>
    </li>
  );
}

function Forget({ source }: { source: Source }) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const client = useQueryClient();
  const { say, fail } = useToasts();
  const forget = useMutation({
    mutationFn: () => forgetSource(source.id),
    onSuccess: (changed) => {
      say(t("sources.forgotten", { count: changed, number: count(changed) }));
      return client.invalidateQueries({ queryKey: LIBRARY });
    },
    onError: (error) => fail(t("jobs:failed"), error),
  });
  return (
    <Confirm
      trigger={<Button disabled={forget.isPending}>{t("sources.forget")}</Button>}
      title={t("sources.forgetTitle", { name: source.name })}
      act={t("sources.forget")}
      onAct={() => forget.mutate()}
    >
      <p>{t("sources.forgetWhat", { count: source.pictures, number: count(source.pictures) })}</p>
      <p>{t("sources.forgetSafe")}</p>
      <p className={styles.path}>{source.path}</p>
    </Confirm>
  );
}
