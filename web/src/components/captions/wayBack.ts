import type { PictureCaption } from "@/api/types";

/** How a picture gets back the sentence that it had: a person's is written again, a model's comes out from behind. */
export function wayBack(before: Pick<PictureCaption, "by" | "text"> | null): { text: string } | "forget" {
  return before?.by === "person" ? { text: before.text } : "forget";
}
