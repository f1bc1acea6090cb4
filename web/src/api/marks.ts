import { formOf, postForm } from "./client";
import type { ArithmeticReply, InsideReply, MarksReply } from "./types";

/** What a mark on the board is read as. */
export type Task = "digits" | "letters";

/** What a mark may be, in the order of a network's outputs. */
export const ALPHABETS: Record<Task, readonly string[]> = { digits: [..."0123456789"], letters: [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"] };

export const readMarks = (task: Task, image: Blob, signal?: AbortSignal) =>
  postForm<MarksReply>(`/${task}`, formOf({ image, preview: true }), signal);

export interface InsideQuestion {
  task: Task;
  image: Blob;
  model: string;
  glyph: number;
  /** Place of the label whose evidence to show; the winner's when absent. */
  index?: number | null;
}

export const lookInside = ({ task, image, model, glyph, index }: InsideQuestion, signal?: AbortSignal) =>
  postForm<InsideReply>(`/${task}/inside`, formOf({ image, model, glyph, index }), signal);

/** One number of one layer: a pixel of a map, or a unit of a vector (then x and y are 0). */
export interface Place {
  layer: string;
  channel: number;
  y: number;
  x: number;
}

/** The network that is opened, and on what. */
export interface Opening {
  task: Task;
  picture: Blob;
  model: string;
  glyph: number;
}

export const workOut = ({ task, picture, model, glyph }: Opening, place: Place, signal?: AbortSignal) =>
  postForm<ArithmeticReply>(`/${task}/arithmetic`, formOf({ image: picture, model, glyph, ...place }), signal);
