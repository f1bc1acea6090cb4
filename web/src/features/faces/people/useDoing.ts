import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import { LIBRARY } from "@/api/library";
import { PEOPLE, undoPeople } from "@/api/people";
import type { PersonReply } from "@/api/types";
import { isDialogOpen } from "@/components/ui/dialogs";
import { useToasts } from "@/components/ui/useToasts";

/** Only the last step can be taken back, so only one toast at a time offers it. */
let offered: string | null = null;

/** Does something to people or faces, says so, and offers the way back. */
export function useDoing() {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const { say, fail, close } = useToasts();
  const renew = useCallback(
    () => Promise.all([client.invalidateQueries({ queryKey: PEOPLE }), client.invalidateQueries({ queryKey: [...LIBRARY, "pictures"] })]),
    [client],
  );
  const offer = useCallback(
    (sentence: string, action?: { label: string; act(): void }) => {
      if (offered !== null) close(offered);
      offered = say(sentence, action);
    },
    [say, close],
  );
  const undo = useCallback(async (): Promise<boolean> => {
    try {
      const { operation } = await undoPeople();
      await renew();
      offer(t(operation ? `undone.${operation.kind}` : "undone.nothing"));
      return operation !== null;
    } catch (error) {
      fail(t("failed"), error);
      return false;
    }
  }, [renew, offer, fail, t]);
  const act = useCallback(
    async (work: () => Promise<PersonReply>, sentence: (reply: PersonReply) => string): Promise<PersonReply | null> => {
      try {
        const reply = await work();
        await renew();
        const refused = reply.refused.length > 0 ? ` ${t("refused", { count: reply.refused.length })}` : "";
        offer(sentence(reply) + refused, reply.operation ? { label: t("undo"), act: () => void undo() } : undefined);
        return reply;
      } catch (error) {
        fail(t("failed"), error);
        return null;
      }
    },
    [renew, offer, fail, t, undo],
  );
  /** Without a way back. */
  const end = useCallback(
    async (work: () => Promise<unknown>, sentence: string): Promise<boolean> => {
      try {
        await work();
        await renew();
        say(sentence);
        return true;
      } catch (error) {
        fail(t("failed"), error);
        return false;
      }
    },
    [renew, say, fail, t],
  );
  return useMemo(() => ({ act, end, undo }), [act, end, undo]);
}

interface Keys {
  [key: string]: (event: KeyboardEvent) => void;
}

/** Keys of the whole page, unless a dialog or a field wants them; "mod+z" is Ctrl Z or ⌘ Z. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = (event.target as Element | null)?.closest("input, textarea, select");
      if (event.defaultPrevented || event.altKey || event.shiftKey || typing || isDialogOpen()) return;
      const act = latest.current[(event.ctrlKey || event.metaKey ? "mod+" : "") + event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
