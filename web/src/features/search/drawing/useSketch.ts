import { useEffect, useState, useSyncExternalStore } from "react";

import { request } from "@/api/client";
import { keepPicture, keptPictureUrl } from "@/api/search";
import type { BoardHandle } from "@/components/board/Board";
import type { Size } from "@/components/board/geometry";
import type { Drawing } from "@/components/board/history";
import type { Snapshot } from "@/components/board/snapshot";

import { isSketch, withoutSketch, withSketch } from "../query";
import { asking, type QueryUrl } from "../useQueryUrl";
import { keepDrawing, keptDrawing } from "./kept";
import { createSketching, type Sketching, type SketchState } from "./sketching";

export interface Sketch extends SketchState, Pick<Sketching, "follow" | "settle"> {
  /** For the board, which hands itself over. */
  mount(board: BoardHandle | null): void;
  /** Puts a drawing on the board, to be drawn further. */
  begin(drawing: Drawing, drawnOn: Size): void;
}

const dataUrl = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("The drawing could not be read."));
    reader.readAsDataURL(blob);
  });

async function keep(snapshot: Snapshot): Promise<string> {
  const { upload } = await keepPicture(await snapshot.picture());
  keepDrawing(upload, snapshot);
  return upload;
}

/** The strokes, if this browser has them; else the picture that the server keeps, to be drawn on. */
async function showOn(board: BoardHandle | null, token: string): Promise<void> {
  const kept = token ? keptDrawing(token) : null;
  if (!token) board?.clear();
  else if (kept) board?.show(kept.drawing, kept.page);
  else {
    const picture = await request(keptPictureUrl(token));
    await board?.load(await picture.blob(), "");
  }
}

function createDesk(adjust: QueryUrl["adjust"]) {
  let board: BoardHandle | null = null;
  const sketching = createSketching({
    keep,
    show: (token) => showOn(board, token),
    name: (token) => adjust(({ terms }) => asking(token ? withSketch(terms, token) : withoutSketch(terms))),
    encode: dataUrl,
  });
  return {
    sketching,
    mount: (next: BoardHandle | null) => void (board = next),
    begin: (drawing: Drawing, drawnOn: Size) => board?.show(drawing, drawnOn),
  };
}

/** What is drawn, joined to the link. `adjust` must not change. */
export function useSketch({ query, adjust }: QueryUrl): Sketch {
  const [{ sketching, mount, begin }] = useState(() => createDesk(adjust));
  const state = useSyncExternalStore(sketching.subscribe, sketching.state);
  useEffect(() => sketching.stop, [sketching]);
  // A link that was opened, or the way back through the history: the board shows what the link names.
  const token = query.terms.find(isSketch)?.id ?? "";
  useEffect(() => void sketching.open(token), [sketching, token]);
  return { ...state, mount, begin, follow: sketching.follow, settle: sketching.settle };
}
