import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { pictureQuery } from "@/api/library";

import { Button } from "../ui/Button";
import { CheckIcon, PictureIcon } from "../ui/icons";
import { useKeeping } from "./useKeeping";

import "./messages";

/** Keeps a sentence as that of a picture of the library; says so where it is that already. */
export function KeepThis({ id, text }: { id: number; text: string }) {
  const { t } = useTranslation("captions");
  const { data } = useQuery(pictureQuery(id));
  const { keep, busy } = useKeeping(id);
  const kept = data?.caption?.by === "person" && data.caption.text === text;
  return (
    <Button disabled={!data || busy || kept || !text} onClick={() => keep(text, data?.caption ?? null)}>
      {kept ? <CheckIcon /> : <PictureIcon />}
      <span>{t(kept ? "isKept" : "keepThis")}</span>
    </Button>
  );
}
