import type { GivenPicture } from "@/api/classify";
import { picked } from "../files/dropped";

/** More at once are work for the library, which does it in the background. */
export const MOST_FILES = 200;

let numbers = 0;

export interface Taken {
  pictures: readonly GivenPicture[];
  /** Left out: no pictures. */
  others: number;
  /** Left out: too many. */
  over: number;
}

export const NONE_TAKEN: Taken = { pictures: [], others: 0, over: 0 };

export function takenFrom(files: readonly File[]): Taken {
  const { files: pictures, others } = picked(files);
  const given = pictures.slice(0, MOST_FILES).map((file): GivenPicture => ({ key: `file ${++numbers}`, name: file.name, sent: { image: file } }));
  // What is no picture by its name may still be one: by itself it goes to the server, which says what it is.
  if (given.length === 0 && files.length === 1 && files[0]) return { pictures: [{ key: `file ${++numbers}`, name: files[0].name, sent: { image: files[0] } }], others: 0, over: 0 };
  return { pictures: given, others, over: pictures.length - given.length };
}
