import type { Size } from "./geometry";
import type { Background } from "./history";

/** Browsers cannot show every format that the server reads (HEIC, TIFF): such a file still goes on the board, unseen. */
async function decode(file: Blob): Promise<(ImageBitmap & Size) | null> {
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
  }
}

export async function backgroundFrom(file: Blob, name: string): Promise<Background> {
  return { file, name, bitmap: await decode(file) };
}

/** The first file of a paste or a drop, if there is one. */
export function fileIn(transfer: DataTransfer | null): File | null {
  return transfer?.files[0] ?? null;
}

export function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
