import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { picturesQuery, thumbnailUrl } from "@/api/library";
import { samplesQuery } from "@/api/system";

import type { FewPicture } from "./FewPictures";
import type { From } from "./from";

interface FewWords {
  /** Where a click on a picture leads. */
  linkOf(from: From): string;
  /** What a click does, said aloud. */
  label(name: string): string;
}

/** Samples that ship, those for which `wanted` holds, in the reader's language. */
export function useFewSamples(wanted: (sample: { name: string; task: string }) => boolean, { linkOf, label }: FewWords): FewPicture[] {
  const { i18n } = useTranslation();
  const { data } = useQuery(samplesQuery);
  return (data?.samples ?? []).filter(wanted).map(({ name, title, title_zh, url }) => {
    const words = i18n.language === "zh" ? title_zh : title;
    return { key: name, url, href: linkOf({ kind: "sample", name }), title: words, label: label(words) };
  });
}

const FEW = 10;

/** The newest pictures of the library. */
export function useFewOwn({ linkOf, label }: FewWords): FewPicture[] {
  const { data } = useQuery(picturesQuery({}, "newest", 0));
  return (data?.pictures ?? [])
    .slice(0, FEW)
    .map(({ id, name }) => ({ key: String(id), url: thumbnailUrl(id, 256), href: linkOf({ kind: "picture", id }), title: name, label: label(name) }));
}
