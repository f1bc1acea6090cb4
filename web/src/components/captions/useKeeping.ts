import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { forgetCaption, writeCaption } from "@/api/captions";
import { LIBRARY, libraryQuery, pictureQuery } from "@/api/library";
import type { PictureCaption } from "@/api/types";
import { useToasts } from "@/components/ui/useToasts";

import { wayBack } from "./wayBack";

import "./messages";

interface Change {
  /** null: a person's sentence is taken back. */
  text: string | null;
  /** What there was before; absent: there is no way back from here. */
  before?: PictureCaption | null;
}

/** Keeps a person's sentence about a picture of the library, or takes it back; both can be undone. Needs `<Toasts>` above. */
export function useKeeping(id: number) {
  const { t } = useTranslation("captions");
  const client = useQueryClient();
  const { say, fail } = useToasts();
  const change = useMutation({
    mutationFn: ({ text }: Change) => (text === null ? forgetCaption(id) : writeCaption(id, text)),
    onSuccess: async ({ caption }, { text, before }) => {
      client.setQueryData(pictureQuery(id).queryKey, (picture) => picture && { ...picture, caption });
      await client.invalidateQueries({ queryKey: libraryQuery.queryKey });
      void client.invalidateQueries({ queryKey: [...LIBRARY, "picture", id], refetchType: "none" });
      if (before === undefined) return say(t("undone"));
      const way = wayBack(before);
      const undo = () => change.mutate({ text: way === "forget" ? null : way.text });
      return say(t(text === null ? "forgotten" : "kept"), { label: t("undo"), act: undo });
    },
    onError: (error) => fail(t("failed"), error),
  });
  return {
    keep: (text: string, before: PictureCaption | null) => change.mutate({ text, before }),
    forget: (before: PictureCaption | null) => change.mutate({ text: null, before }),
    busy: change.isPending,
  };
}
