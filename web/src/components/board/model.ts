import { clamp, keepInside, pageFor, type Point, type Rect, type Size, viewOf } from "./geometry";
import { type Drawing, type History, isBlank, NEW_HISTORY, step, type Step } from "./history";
import { backgroundFrom } from "./intake";
import { createPen, type Pen } from "./pen";
import { type Snapshot, snapshotOf } from "./snapshot";
import type { Stroke, Tool } from "./strokes";
import type { Surface } from "./surface";

/** `thin` is for pictures: a thick line would hide what it draws. */
export const BRUSH = { smallest: 4, largest: 90, usual: 34, thin: 10, step: 6 } as const;

/** What the board's controls show. */
export interface BoardState {
  history: History;
  tool: Tool;
  size: number;
  /** Where the arrow keys have led the pen; null until they are used. */
  cursor: Point | null;
  cursorDown: boolean;
  view: Rect;
}

/** The board without its looks: one object that hands, keys and buttons act upon. */
export interface BoardModel {
  state(): BoardState;
  subscribe(listener: () => void): () => void;
  /** Told after every change of the drawing, also while a stroke is being drawn. */
  onDrawing(listener: (snapshot: Snapshot) => void): () => void;
  act(action: Step): void;
  load(file: Blob, name: string): Promise<void>;
  /** Puts strokes on the board that were drawn on a page of that size, perhaps on another screen. */
  show(drawing: Drawing, drawnOn: Size): void;
  choose(change: Partial<Pick<BoardState, "tool" | "size">>): void;
  moveCursor(by: Point): void;
  liftOrLower(): void;
  hideCursor(): void;
  snapshot(): Snapshot;
  showOn(surface: Surface | null): void;
  resize(element: Size, pixelRatio: number): void;
  readonly pen: Pen;
}

interface Listeners<Message> {
  add(listener: (message: Message) => void): () => void;
  tell(message: Message): void;
}

function listenersTo<Message>(): Listeners<Message> {
  const listeners = new Set<(message: Message) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (message) => listeners.forEach((listener) => listener(message)),
  };
}

const FIRST_PAGE: Size = { width: 1000, height: 1000 };

const FIRST_STATE: BoardState = {
  history: NEW_HISTORY,
  tool: "brush",
  size: BRUSH.usual,
  cursor: null,
  cursorDown: false,
  view: { x: 0, y: 0, ...FIRST_PAGE },
};

export function createBoard(brush: number = BRUSH.usual): BoardModel {
  const states = listenersTo<BoardState>();
  const drawings = listenersTo<Snapshot>();
  let surface: Surface | null = null;
  let element: Size = { width: 0, height: 0 };
  let page = FIRST_PAGE;
  let live: Stroke | null = null;
  let state: BoardState = { ...FIRST_STATE, size: brush };

  const present = (): Drawing => {
    const drawing = state.history.present;
    return live ? { ...drawing, strokes: [...drawing.strokes, live] } : drawing;
  };

  function change(part: Partial<BoardState>): void {
    state = { ...state, ...part };
    states.tell(state);
  }

  const snapshot = () => snapshotOf(present(), page, element, live !== null);

  function act(action: Step): void {
    const history = step(state.history, action);
    if (history === state.history) return;
    change({ history });
    surface?.show(history.present, page);
    drawings.tell(snapshot());
  }

  const pen = createPen({
    onStroke(stroke) {
      live = stroke;
      surface?.follow(stroke);
      drawings.tell(snapshot());
    },
    onFinish(stroke) {
      live = null;
      surface?.follow(null);
      act({ kind: "stroke", stroke });
    },
  });

  function moveCursor(by: Point): void {
    const { view } = state;
    const from = state.cursor ?? { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    const to = keepInside({ x: from.x + by.x, y: from.y + by.y }, view);
    change({ cursor: to });
    if (pen.isDown) pen.move([{ ...to, pressure: 0.5 }]);
  }

  function liftOrLower(): void {
    if (!state.cursor) moveCursor({ x: 0, y: 0 });
    if (pen.isDown) pen.up();
    else if (state.cursor) pen.down({ tool: state.tool, size: state.size, pressed: false }, { ...state.cursor, pressure: 0.5 });
    change({ cursorDown: pen.isDown });
  }

  function resize(next: Size, pixelRatio: number): void {
    element = next;
    // A blank board takes the new shape; a drawing stays whole, with more paper around it.
    if (isBlank(present())) page = pageFor(next);
    change({ view: viewOf(page, next) });
    surface?.fit(next, pixelRatio);
    surface?.show(state.history.present, page);
    if (!isBlank(present())) drawings.tell(snapshot());
  }

  return {
    state: () => state,
    subscribe: states.add,
    onDrawing: drawings.add,
    act,
    async load(file, name) {
      act({ kind: "background", background: await backgroundFrom(file, name) });
    },
    show(drawing, drawnOn) {
      page = drawnOn;
      change({ view: viewOf(page, element) });
      act({ kind: "drawing", drawing });
    },
    choose: ({ tool = state.tool, size = state.size }) => change({ tool, size: clamp(size, BRUSH.smallest, BRUSH.largest) }),
    moveCursor,
    liftOrLower,
    hideCursor() {
      if (state.cursorDown) pen.up();
      change({ cursor: null, cursorDown: false });
    },
    snapshot,
    showOn(next) {
      surface = next;
      surface?.show(state.history.present, page);
    },
    resize,
    pen,
  };
}
