import { BLANK, type Drawing } from "@/components/board/history";
import type { Snapshot } from "@/components/board/snapshot";

import { paced } from "./pace";
import { isBrought, type Stage, stageOf } from "./stage";

/** A hand that has rested so long has finished something worth a link. */
export const REST_MS = 900;

export interface SketchState {
  /** The drawing as it is now, as a data URL, where it is newer than the link; else null. */
  live: string | null;
  stage: Stage;
  /** Why a picture could not be taken in. */
  error: unknown;
}

/** What a drawing needs from outside. */
export interface Surroundings {
  /** Leaves the drawing with the server, and returns the token that a link names it by. */
  keep(snapshot: Snapshot): Promise<string>;
  /** Puts what a token stands for on the board; nothing for no token. */
  show(token: string): Promise<void>;
  /** Makes the link name this token, or no drawing. */
  name(token: string): void;
  encode(picture: Blob): Promise<string>;
}

/** Between the board and the link: what is drawn becomes a term of the search, and a term can be drawn further. */
export interface Sketching {
  state(): SketchState;
  subscribe(listener: () => void): () => void;
  /** What the board tells of each change. */
  follow(snapshot: Snapshot): void;
  /** The link names this token now: the board shows it, unless it is what was drawn here. */
  open(token: string): Promise<void>;
  /** Lets the link name what is drawn; done when it does. */
  settle(): Promise<void>;
  stop(): void;
}

export function createSketching({ keep, show, name, encode }: Surroundings): Sketching {
  const listeners = new Set<() => void>();
  /** Tokens of drawings that the server keeps already: taking a stroke back must not cost an upload. */
  const tokens = new WeakMap<Drawing, string>();
  let state: SketchState = { live: null, stage: "empty", error: null };
  let newest: Snapshot | null = null;
  let seen: Drawing = BLANK;
  let named = "";
  let isLoading = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  /** Numbers of the pictures that were begun and shown: they may be ready in another order. */
  let begun = 0;
  let shown = 0;

  function change(part: Partial<SketchState>): void {
    state = { ...state, ...part };
    listeners.forEach((listener) => listener());
  }

  const pace = paced((snapshot: Snapshot) => void look(snapshot));

  async function look(snapshot: Snapshot): Promise<void> {
    const mine = ++begun;
    const live = await encode(await snapshot.picture());
    if (mine <= shown) return;
    shown = mine;
    change({ live });
  }

  /** From here on the link says it all, and no picture that is still in the making. */
  function drop(): void {
    pace.stop();
    shown = begun;
    if (state.live !== null) change({ live: null });
  }

  function forget(): void {
    drop();
    if (named) name("");
    named = "";
  }

  async function settle(): Promise<void> {
    const snapshot = newest;
    if (!snapshot || snapshot.isLive || isLoading || stageOf(snapshot.drawing) !== "drawn") return;
    try {
      const token = tokens.get(snapshot.drawing) ?? (await keep(snapshot));
      tokens.set(snapshot.drawing, token);
      // Drawn on meanwhile: the next rest will name that.
      if (newest?.drawing !== snapshot.drawing || token === named) return;
      named = token;
      name(token);
    } catch (error) {
      if (newest?.drawing === snapshot.drawing) change({ error });
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow(snapshot) {
      newest = snapshot;
      // The board tells of a new size too.
      if (snapshot.drawing === seen) return;
      seen = snapshot.drawing;
      clearTimeout(rest);
      const stage = stageOf(seen);
      change({ stage, error: null });
      if (isLoading) drop();
      else if (stage !== "drawn") forget();
      else if (isBrought(seen)) {
        drop();
        void settle();
      } else {
        pace.tell(snapshot, snapshot.isLive);
        rest = setTimeout(() => void settle(), REST_MS);
      }
    },
    async open(token) {
      if (token === named) return;
      named = token;
      isLoading = true;
      try {
        await show(token);
        if (token && named === token) tokens.set(seen, token);
      } catch (error) {
        change({ error });
      } finally {
        isLoading = false;
      }
    },
    settle,
    stop() {
      clearTimeout(rest);
      pace.stop();
    },
  };
}
