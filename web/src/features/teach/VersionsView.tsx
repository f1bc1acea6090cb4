import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { CLASSIFY } from "@/api/classify";
import { exportUrl } from "@/api/models";
import { deleteVersion, TEACH } from "@/api/teach";
import type { Lesson } from "@/api/types";
import { useDates } from "@/components/gallery/useDates";
import { Notice } from "@/components/problem/Notice";
import { LinkButton } from "@/components/ui/Button";
import { Confirm } from "@/components/ui/Confirm";
import { ClearIcon, SaveIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import { Panel } from "@/components/ui/Panel";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";
import { useToasts } from "@/components/ui/useToasts";

import styles from "./workspace.module.css";

/** Every model that was taught, the newest first. The newest is the one that answers. */
export function VersionsView({ lesson }: { lesson: Lesson }) {
  const { t } = useTranslation("teach");
  const { count, percent, seconds } = useNumbers();
  const { moment } = useDates();
  const client = useQueryClient();
  const { fail } = useToasts();
  const { name, versions } = lesson;
  const remove = useMutation({
    mutationFn: (version: string) => deleteVersion(name, version),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: TEACH }), client.invalidateQueries({ queryKey: CLASSIFY })]),
    onError: (error) => fail(t("failed"), error),
  });
  if (versions.length === 0) return <Notice>{t("versions.none")}</Notice>;
  const best = Math.max(...versions.map(({ accuracy }) => accuracy));
  return (
    <Panel title={t("versions.title")}>
      <Scroll label={t("versions.title")}>
        <table className={styles.table}>
          <thead>
            <tr>
              {(["version", "accuracy", "taught", "examples", "classes", "took"] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`versions.${column}`)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {versions.map((each, index) => (
              <tr key={each.version}>
                <th scope="row">
                  <Link href={`/teach/${encodeURIComponent(name)}/report?version=${each.version}`}>{each.version}</Link>
                  {index === 0 ? <small>{t("versions.serves")}</small> : null}
                </th>
                <td className={styles.accuracy}>
                  <b data-best={each.accuracy === best || undefined}>{percent(each.accuracy, 1)}</b>
                  <span className={styles.track}>
                    <span style={{ width: `${100 * each.accuracy}%` }} />
                  </span>
                </td>
                <td>{moment(each.taught)}</td>
                <td>{count(each.examples)}</td>
                <td>{count(each.classes)}</td>
                <td>
                  {seconds(each.seconds)}
                  {each.note ? <small>{each.note}</small> : null}
                </td>
                <td className={styles.rowActs}>
                  <LinkButton
                    look="quiet"
                    href={exportUrl(`${name}@${each.version}`)}
                    download={`${name}-${each.version}.zip`}
                    aria-label={t("versions.export", { version: each.version })}
                    title={t("versions.export", { version: each.version })}
                  >
                    <SaveIcon />
                  </LinkButton>
                  <Confirm
                    trigger={
                      <IconButton label={t("versions.delete", { version: each.version })}>
                        <ClearIcon />
                      </IconButton>
                    }
                    title={t("versions.deleteTitle", { version: each.version })}
                    act={t("versions.deleteAct")}
                    onAct={() => remove.mutate(each.version)}
                  >
                    <p>{t("versions.deleteWhat")}</p>
                  </Confirm>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
