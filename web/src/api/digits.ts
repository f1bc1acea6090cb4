import { formOf, postForm } from "./client";
import type { ArithmeticReply, DigitsReply, InsideReply } from "./types";

export const readDigits = (image: Blob, signal?: AbortSignal) =>
  postForm<DigitsReply>("/digits", formOf({ image, preview: true }), signal);

export interface InsideQuestion {
  image: Blob;
  model: string;
  glyph: number;
  /** Whose evidence to show; the winner's when absent. */
  digit?: number | null;
}

export const lookInside = ({ image, model, glyph, digit }: InsideQuestion, signal?: AbortSignal) =>
  postForm<InsideReply>("/digits/inside", formOf({ image, model, glyph, digit }), signal);

/** One number of one layer: a pixel of a map, or a unit of a vector (then x and y are 0). */
export interface Place {
  layer: string;
  channel: number;
  y: number;
  x: number;
}

export const workOut = (image: Blob, model: string, glyph: number, place: Place, signal?: AbortSignal) =>
  postForm<ArithmeticReply>("/digits/arithmetic", formOf({ image, model, glyph, ...place }), signal);
