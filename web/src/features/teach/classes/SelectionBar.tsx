import { Menu } from "@base-ui/react/menu";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { exampleUrl } from "@/api/teach";
import type { Lesson } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { isDialogOpen } from "@/components/ui/dialogs";
import { ChevronIcon, ClearIcon, CrossIcon, MoveIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import ui from "@/components/ui/ui.module.css";
import { useNumbers } from "@/components/ui/useNumbers";

import { useExampleChanges } from "../useExampleChanges";
import styles from "./classes.module.css";
import { groupedBy } from "./dragging";
import type { ChosenExamples } from "./useChosen";

/** So many of the selected pictures are shown in the bar: some may be out of sight above. */
const SHOWN = 24;

/** What can be done with the examples that are selected; there while some are. */
export function SelectionBar({ lesson, chosen }: { lesson: Lesson; chosen: ChosenExamples }) {
  const { t } = useTranslation("teach");
  const { count } = useNumbers();
  const { remove, move } = useExampleChanges(lesson.name);
  const ids = [...chosen.placed.keys()];
  useKeys(ids.length > 0, { Escape: chosen.clear, Delete: () => void take() });
  const take = async () => {
    if (await remove(ids)) chosen.clear();
  };
  const bring = async (to: { id: number; name: string }) => {
    const from = groupedBy(chosen.placed, to.id);
    if (from.size > 0 && !(await move(from, to))) return;
    chosen.clear();
  };
  if (ids.length === 0) return null;
  return (
    <div className={styles.selection} role="toolbar" aria-label={t("selection.label")}>
      <ul className={styles.strip} aria-hidden="true">
        {ids.slice(0, SHOWN).map((id) => (
          <li key={id}>
            <img src={exampleUrl(lesson.name, id)} alt="" />
          </li>
        ))}
      </ul>
      <p role="status">{t("selection.count", { count: ids.length, number: count(ids.length) })}</p>
      <Menu.Root>
        <Menu.Trigger className={`${ui.button} ${ui.plain}`}>
          <MoveIcon />
          {t("selection.move")}
          <ChevronIcon />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} className={styles.positioner}>
            <Menu.Popup className={styles.menu}>
              {lesson.class_list.map((one) => (
                <Menu.Item key={one.id} className={styles.item} onClick={() => void bring(one)}>
                  {one.name}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Button onClick={() => void take()}>
        <ClearIcon />
        {t("selection.remove")}
      </Button>
      <IconButton label={t("selection.end")} keys="Esc" onClick={chosen.clear}>
        <CrossIcon />
      </IconButton>
    </div>
  );
}

/** Keys of the whole page, unless a dialog, a menu or a field wants them. */
function useKeys(active: boolean, keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    if (!active) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = (event.target as Element | null)?.closest("input, textarea, select");
      if (!event.defaultPrevented && !typing && !isDialogOpen()) keys[event.key]?.();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });
}
