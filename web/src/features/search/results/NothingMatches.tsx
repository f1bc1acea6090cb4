import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { Notice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import { useNear } from "../useNear";

interface NothingMatchesProps {
  reply: SearchReply;
  /** What is nearest is shown already. */
  open: boolean;
  onLook?(): void;
  /** Opens the board; absent where it is open. */
  onDraw?(): void;
}

/** No hit reaches the weak band: said plainly, instead of showing whatever is nearest as if it were an answer. */
export function NothingMatches({ reply, open, onLook, onDraw }: NothingMatchesProps) {
  const { t } = useTranslation("search");
  const { near } = useNear();
  const { count } = useNumbers();
  if (reply.considered === 0 || reply.hits.length === 0) return <Notice title={t("nothing.title")}>{t("nothing.noPictures")}</Notice>;
  const best = Math.max(...reply.hits.map(({ score }) => score));
  return (
    <Notice title={t("nothing.title")} action={
        <>
          {open ? null : <Button onClick={onLook}>{t("nothing.look")}</Button>}
          {onDraw ? <Button onClick={onDraw}>{t("nothing.draw")}</Button> : null}
        </>
      }>
      {t("nothing.why", { pictures: count(reply.considered), best: near(best), weak: near(reply.weak) })}
    </Notice>
  );
}
