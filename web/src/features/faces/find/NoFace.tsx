import { useTranslation } from "react-i18next";

import type { DetectReply } from "@/api/types";
import { Notice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import { type Asked, justBelow } from "./asked";

interface NoFaceProps {
  reply: Pick<DetectReply, "nearest_score" | "min_score" | "min_size">;
  asked: Asked;
  onAdjust(change: Partial<Asked>): void;
}

/** Nothing was found: how near it was, and what to try. */
export function NoFace({ reply, asked, onAdjust }: NoFaceProps) {
  const { t } = useTranslation("faces");
  const { plain } = useNumbers();
  const { nearest_score: nearest, min_score: least } = reply;
  const usual = asked.minSize !== null || asked.minScore !== null;
  const next = nearest === null ? null : justBelow(nearest);
  const act =
    next !== null ? (
      <Button onClick={() => onAdjust({ minScore: next })}>{t("none.look", { score: plain(next, 2) })}</Button>
    ) : usual ? (
      <Button onClick={() => onAdjust({ minSize: null, minScore: null })}>{t("options.usual")}</Button>
    ) : null;
  return (
    <Notice tone="warning" title={t("none.title")} action={act}>
      {next === null ? t("none.nothing", { size: reply.min_size }) : t("none.nearest", { nearest: plain(next, 2), least: plain(least, 2) })}
    </Notice>
  );
}
