import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { LIBRARY, removePictures, restorePictures } from "@/api/library";

import { useToasts } from "../ui/useToasts";

import "./messages";

/** Takes pictures out of the library and brings them back; either way a toast says so, and offers the way back. */
export function useRemoval() {
  const { t } = useTranslation("gallery");
  const client = useQueryClient();
  const { say, fail } = useToasts();

  const change = useCallback(
    async (ids: readonly number[], act: typeof removePictures, done: (count: number) => void): Promise<boolean> => {
      try {
        done(await act(ids));
        // A search's answers hold pictures as well.
        await Promise.all([client.invalidateQueries({ queryKey: LIBRARY }), client.invalidateQueries({ queryKey: ["search"] })]);
        return true;
      } catch (error) {
        fail(t("removal.failed"), error);
        return false;
      }
    },
    [client, fail, t],
  );
  const restore = useCallback(
    (ids: readonly number[]) => change(ids, restorePictures, (count) => say(t("removal.restored", { count }))),
    [change, say, t],
  );
  const remove = useCallback(
    (ids: readonly number[]) =>
      change(ids, removePictures, (count) =>
        say(t("removal.removed", { count }), { label: t("removal.undo"), act: () => void restore(ids) }),
      ),
    [change, restore, say, t],
  );
  return useMemo(() => ({ remove, restore }), [remove, restore]);
}
