import { useTranslation } from "react-i18next";

import { Choice } from "../ui/Choice";
import { IconButton } from "../ui/IconButton";
import { BrushIcon, ClearIcon, EraserIcon, RedoIcon, SaveIcon, UndoIcon, UploadIcon } from "../ui/icons";
import { Slider } from "../ui/Slider";
import styles from "./board.module.css";
import { isBlank } from "./history";
import { BRUSH, type BoardModel, type BoardState } from "./model";
import { ShortcutHelp } from "./ShortcutHelp";
import type { Command } from "./shortcuts";

interface ToolbarProps {
  board: BoardModel;
  state: BoardState;
  run(command: Command): void;
  help: { open: boolean; setOpen(open: boolean): void };
}

export function Toolbar({ board, state, run, help }: ToolbarProps) {
  const { t } = useTranslation("board");
  const { history, tool, size } = state;
  const tools = [
    { value: "brush", label: t("brush"), icon: <BrushIcon />, keys: "B" },
    { value: "eraser", label: t("eraser"), icon: <EraserIcon />, keys: "E" },
  ] as const;
  return (
    <div className={styles.toolbar} role="group" aria-label={t("tools")}>
      <Choice label={t("tool")} value={tool} options={tools} onChange={(next) => board.choose({ tool: next })} />
      <div className={styles.size}>
        <span className={styles.sizeDot} aria-hidden="true">
          <span style={{ width: `${size / 4}px`, height: `${size / 4}px` }} />
        </span>
        <Slider
          label={t("size")}
          value={size}
          min={BRUSH.smallest}
          max={BRUSH.largest}
          step={2}
          onChange={(next) => board.choose({ size: next })}
        />
      </div>
      <div className={styles.group}>
        <IconButton label={t("undo")} keys="Ctrl Z" disabled={history.past.length === 0} onClick={() => run("undo")}>
          <UndoIcon />
        </IconButton>
        <IconButton label={t("redo")} keys="Ctrl Shift Z" disabled={history.future.length === 0} onClick={() => run("redo")}>
          <RedoIcon />
        </IconButton>
        <IconButton label={t("clear")} keys="Delete" disabled={isBlank(history.present)} onClick={() => run("clear")}>
          <ClearIcon />
        </IconButton>
      </div>
      <div className={styles.group}>
        <IconButton label={t("upload")} keys="U" onClick={() => run("upload")}>
          <UploadIcon />
        </IconButton>
        <span className={styles.extra}>
          <IconButton label={t("save")} keys="Ctrl S" disabled={isBlank(history.present)} onClick={() => run("save")}>
            <SaveIcon />
          </IconButton>
          <ShortcutHelp open={help.open} onOpenChange={help.setOpen} />
        </span>
      </div>
    </div>
  );
}
