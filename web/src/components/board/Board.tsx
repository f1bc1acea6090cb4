import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "react-i18next";

import { singleKeysOn } from "@/preferences/shortcuts";

import styles from "./board.module.css";
import type { Size } from "./geometry";
import type { Drawing } from "./history";
import { KeyboardCursor } from "./KeyboardCursor";
import { saveAs } from "./intake";
import { BRUSH, type BoardModel, createBoard } from "./model";
import { stepOf } from "./pen";
import type { Command } from "./shortcuts";
import type { Snapshot } from "./snapshot";
import { Toolbar } from "./Toolbar";
import { useIncomingPicture, useShortcuts } from "./usePageInput";
import { usePointerPen } from "./usePointerPen";
import { useSurface } from "./useSurface";

import "./messages";

export interface BoardHandle {
  load(file: Blob, name: string): Promise<void>;
  show(drawing: Drawing, drawnOn: Size): void;
  clear(): void;
}

interface BoardProps {
  /** What is drawn here, for screen readers and as the name of a saved file. */
  label: string;
  onChange(snapshot: Snapshot): void;
  disabled?: boolean;
  /** Width of the line at first, in page units. */
  brush?: number;
  /** `square` for one picture, with its tools in one row; `wide` for a line of writing. */
  shape?: "wide" | "square";
  /** Shown in the middle of an empty board. */
  hint?: ReactNode;
  /** Laid over the board: boxes, maps. */
  children?: ReactNode;
  ref?: Ref<BoardHandle>;
}

const ACCEPTED = "image/*,.heic,.heif,.avif,.tif,.tiff,.webp";

export function Board({ label, onChange, disabled = false, brush = BRUSH.usual, shape = "wide", hint, children, ref }: BoardProps) {
  const { t } = useTranslation("board");
  const [board] = useState(() => createBoard(brush));
  const state = useSyncExternalStore(board.subscribe, board.state);
  const canvas = useRef<HTMLCanvasElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const instructions = useId();
  const { background } = state.history.present;

  useSurface(canvas, board);
  useEffect(() => board.onDrawing(onChange), [board, onChange]);
  useImperativeHandle(ref, () => ({ load: board.load, show: board.show, clear: () => board.act({ kind: "clear" }) }), [board]);

  const take = useCallback((file: File) => void (disabled || board.load(file, file.name)), [board, disabled]);
  const hovering = useIncomingPicture(take);
  const run = useCallback(
    (command: Command) => {
      if (command === "upload") files.current?.click();
      else if (command === "help") setHelpOpen(true);
      else if (!disabled) obey(command, board, label);
    },
    [board, disabled, label],
  );
  useShortcuts(run, singleKeysOn());
  const pointer = usePointerPen(board, disabled);

  return (
    <div className={styles.board} data-shape={shape}>
      <div className={styles.sheet} data-picture={background?.bitmap ? "" : undefined} data-hovering={hovering || undefined}>
        <canvas
          ref={canvas}
          className={styles.canvas}
          data-picture={background?.bitmap ? "" : undefined}
          data-tool={state.tool}
          // A canvas that is drawn on is a widget of its own kind: the arrow keys belong to it.
          // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role
          role="application"
          aria-roledescription={t("board")}
          aria-label={label}
          aria-describedby={instructions}
          aria-disabled={disabled}
          tabIndex={0}
          onKeyDown={(event) => leadByKeys(event, board, disabled)}
          onBlur={board.hideCursor}
          {...pointer}
        />
        <p id={instructions} className="visually-hidden">
          {t("keys.pen")}
        </p>
        {hint ? <div className={styles.hint}>{hint}</div> : null}
        {background && !background.bitmap ? <p className={styles.unseen}>{t("unseen", { name: background.name })}</p> : null}
        {children}
        <KeyboardCursor state={state} />
        {hovering ? <p className={styles.drop}>{t("drop")}</p> : null}
      </div>
      <Toolbar board={board} state={state} run={run} help={{ open: helpOpen, setOpen: setHelpOpen }} />
      <p className="visually-hidden" role="status">
        {state.cursor ? t(state.cursorDown ? "pen.down" : "pen.up") : ""}
      </p>
      <input
        ref={files}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label={t("upload")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after a change on disk.
          event.target.value = "";
          if (file) take(file);
        }}
      />
    </div>
  );
}

function obey(command: Exclude<Command, "upload" | "help">, board: BoardModel, label: string): void {
  const { size } = board.state();
  switch (command) {
    case "brush":
    case "eraser":
      return board.choose({ tool: command });
    case "smaller":
      return board.choose({ size: size - BRUSH.step });
    case "larger":
      return board.choose({ size: size + BRUSH.step });
    case "save":
      void board.snapshot().picture().then((picture) => saveAs(picture, `${label}.png`));
      return;
    default:
      return board.act({ kind: command });
  }
}

function leadByKeys(event: KeyboardEvent, board: BoardModel, disabled: boolean): void {
  if (disabled || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = stepOf(event.key, event.shiftKey);
  if (by) board.moveCursor(by);
  else if (event.key === " ") board.liftOrLower();
  else if (event.key === "Escape" && board.state().cursor) board.hideCursor();
  else return;
  event.preventDefault();
}
