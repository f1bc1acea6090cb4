import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { lessonKey, moveExamples, removeExamples, restoreExamples } from "@/api/teach";
import { useToasts } from "@/components/ui/useToasts";

/** Examples by the class they are in. */
export type ByClass = ReadonlyMap<number, readonly number[]>;

const idsOf = (from: ByClass) => [...from.values()].flat();

/** Moves examples, takes them out and brings them back; a toast says so, and offers the way back. */
export function useExampleChanges(lesson: string) {
  const { t } = useTranslation("teach");
  const client = useQueryClient();
  const { say, fail } = useToasts();
  const change = useCallback(
    async (act: () => Promise<unknown>, done: () => void): Promise<boolean> => {
      try {
        await act();
        await client.invalidateQueries({ queryKey: lessonKey(lesson) });
        done();
        return true;
      } catch (error) {
        fail(t("failed"), error);
        return false;
      }
    },
    [client, lesson, fail, t],
  );
  const remove = useCallback(
    (ids: readonly number[]) =>
      change(
        () => removeExamples(lesson, ids),
        () =>
          say(t("changes.removed", { count: ids.length }), {
            label: t("changes.undo"),
            act: () => void change(() => restoreExamples(lesson, ids), () => say(t("changes.back", { count: ids.length }))),
          }),
      ),
    [change, lesson, say, t],
  );
  const move = useCallback(
    (from: ByClass, to: { id: number; name: string }) => {
      const ids = idsOf(from);
      const back = async () => {
        for (const [classId, those] of from) await moveExamples(lesson, those, classId);
      };
      return change(
        () => moveExamples(lesson, ids, to.id),
        () =>
          say(t("changes.moved", { count: ids.length, name: to.name }), {
            label: t("changes.undo"),
            act: () => void change(back, () => say(t("changes.back", { count: ids.length }))),
          }),
      );
    },
    [change, lesson, say, t],
  );
  return useMemo(() => ({ remove, move }), [remove, move]);
}
