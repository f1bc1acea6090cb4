import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { useRemoval } from "@/components/gallery/useRemoval";
import type { Selection } from "@/components/gallery/useSelection";
import { Button } from "@/components/ui/Button";
import { isDialogOpen } from "@/components/ui/dialogs";
import { AlikeIcon, ClearIcon, CrossIcon, UndoIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import ui from "@/components/ui/ui.module.css";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "../library.module.css";
import { MOST_SELECTED } from "./usePages";

interface SelectionBarProps {
  selection: Selection;
  total: number;
  idsBetween?(from: number, to: number): Promise<number[]>;
  removed?: boolean;
}

/** A search takes so many pictures. */
const MOST_SEARCHED = 20;

/** What can be done with the pictures that are selected; there while some are. */
export function SelectionBar({ selection, total, idsBetween, removed = false }: SelectionBarProps) {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { remove, restore } = useRemoval();
  const { chosen, selecting, clear } = selection;
  useEscape(selecting, clear);
  if (!selecting) return null;
  const ids = [...chosen];
  const act = async (change: typeof remove) => {
    if (await change(ids)) clear();
  };
  const most = Math.min(total, MOST_SELECTED);
  return (
    <div className={styles.selection} role="toolbar" aria-label={t("selection.label")}>
      <p role="status">{ids.length ? t("selection.count", { count: ids.length, number: count(ids.length) }) : t("selection.how")}</p>
      {idsBetween && ids.length < most ? (
        <Button look="quiet" onClick={() => void idsBetween(0, most - 1).then(selection.add)}>
          {t("selection.all", { number: count(most) })}
        </Button>
      ) : null}
      <div className={styles.acts}>
        {removed ? (
          <Button look="strong" disabled={!ids.length} onClick={() => void act(restore)}>
            <UndoIcon />
            {t("selection.restore")}
          </Button>
        ) : (
          <>
            {ids.length > 0 && ids.length <= MOST_SEARCHED ? (
              <Link href={`/search?pictures=${ids.join(",")}`} className={`${ui.button} ${ui.plain}`}>
                <AlikeIcon />
                {t("selection.search")}
              </Link>
            ) : null}
            <Button disabled={!ids.length} aria-label={t("selection.removeWhat")} title={t("selection.removeWhat")} onClick={() => void act(remove)}>
              <ClearIcon />
              {t("selection.remove")}
            </Button>
          </>
        )}
      </div>
      <IconButton label={t("selection.end")} keys="Esc" onClick={clear}>
        <CrossIcon />
      </IconButton>
    </div>
  );
}

/** Escape ends the selection, unless a dialog or a menu wants it for itself. */
function useEscape(active: boolean, act: () => void): void {
  useEffect(() => {
    if (!active) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !isDialogOpen()) act();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [active, act]);
}
