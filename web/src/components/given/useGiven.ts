import { queryOptions, useQuery } from "@tanstack/react-query";

import type { GivenPicture } from "@/api/classify";
import { request } from "@/api/client";
import { pictureQuery } from "@/api/library";
import { keptPictureUrl } from "@/api/search";
import { samplesQuery } from "@/api/system";

import type { From } from "./from";

const fetchedQuery = (url: string) =>
  queryOptions({
    queryKey: ["given", url],
    queryFn: async ({ signal }) => (await request(url, { signal })).blob(),
    staleTime: Infinity,
  });

export interface Given {
  given: GivenPicture | null;
  loading: boolean;
  error: Error | null;
}

/** The picture that the link names. */
export function useGiven(from: From | null): Given {
  const samples = useQuery({ ...samplesQuery, enabled: from?.kind === "sample" });
  const sample = from?.kind === "sample" ? samples.data?.samples.find(({ name }) => name === from.name) : undefined;
  const url = from?.kind === "upload" ? keptPictureUrl(from.token) : (sample?.url ?? null);
  const fetched = useQuery({ ...fetchedQuery(url ?? ""), enabled: url !== null });
  const id = from?.kind === "picture" ? from.id : null;
  const picture = useQuery({ ...pictureQuery(id ?? 0), enabled: id !== null });
  if (!from) return { given: null, loading: false, error: null };
  if (id !== null) {
    const name = picture.data?.name ?? "";
    return { given: picture.data ? { key: `picture ${id}`, name, sent: { picture: id } } : null, loading: picture.isPending, error: picture.error };
  }
  const name = from.kind === "sample" ? from.name : "";
  const given = fetched.data && url ? { key: url, name, sent: { image: fetched.data } } : null;
  const error = samples.error ?? fetched.error ?? (samples.data && from.kind === "sample" && !sample ? new Error(from.name) : null);
  return { given, loading: !given && !error, error };
}
