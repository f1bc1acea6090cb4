async function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** Canvases have a limit, and so has patience. */
const LARGEST = 24_000_000; // px

/** The picture for a canvas, and the size in which it fits one. Of several URLs the first that can be shown counts. */
export async function fullPicture(urls: readonly string[]): Promise<{ picture: HTMLImageElement; width: number; height: number }> {
  const picture = await urls.reduce<Promise<HTMLImageElement>>((found, url) => found.catch(() => loaded(url)), Promise.reject(new Error("No picture.")));
  const shrink = Math.min(1, Math.sqrt(LARGEST / (picture.naturalWidth * picture.naturalHeight)));
  const [width, height] = [picture.naturalWidth, picture.naturalHeight].map((side) => Math.max(1, Math.round(side * shrink))) as [number, number];
  return { picture, width, height };
}
