import { useQuery } from "@tanstack/react-query";

import { pictureQuery, thumbnailUrl } from "@/api/library";
import { keptPictureUrl } from "@/api/search";

import type { QueryTerm } from "./query";

export interface TermPicture {
  small: string;
  large: string;
  /** In the pixels of its regions; 0 until it is known. */
  width: number;
  height: number;
  name: string;
  error: unknown;
}

async function sizeOf(url: string): Promise<{ width: number; height: number }> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  return { width: picture.naturalWidth, height: picture.naturalHeight };
}

/** What a term shows. A kept picture or drawing is served upright in full size, so its own size is that of its regions. */
export function useTermPicture({ kind, id }: QueryTerm): TermPicture {
  const ofLibrary = useQuery({ ...pictureQuery(Number(id)), enabled: kind === "picture" });
  const url = keptPictureUrl(id);
  const kept = useQuery({ queryKey: ["search", "kept", id], queryFn: () => sizeOf(url), enabled: kind === "upload" || kind === "sketch", staleTime: Infinity });
  const { data, error } = kind === "picture" ? ofLibrary : kept;
  return {
    small: kind === "picture" ? thumbnailUrl(Number(id), 256) : url,
    large: kind === "picture" ? thumbnailUrl(Number(id), 1024) : url,
    width: data?.width ?? 0,
    height: data?.height ?? 0,
    name: kind === "words" ? id : (ofLibrary.data?.name ?? ""),
    error,
  };
}
