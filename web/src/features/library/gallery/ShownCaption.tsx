import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { pictureQuery } from "@/api/library";
import type { Picture } from "@/api/types";
import { KeptCaption } from "@/components/captions/KeptCaption";
import { SentenceIcon } from "@/components/ui/icons";
import ui from "@/components/ui/ui.module.css";

/** The sentence about the picture that is shown, the model's or one's own. */
export function ShownCaption({ picture }: { picture: Picture }) {
  const { data } = useQuery(pictureQuery(picture.id));
  return data && !picture.removed ? <KeptCaption key={picture.id} id={picture.id} caption={data.caption} /> : null;
}

/** From a picture of the library to its sentences, and to where their words are seen. */
export function DescribeThis({ picture }: { picture: Picture }) {
  const { t } = useTranslation("library");
  return (
    <Link href={`/describe?picture=${picture.id}`} className={`${ui.button} ${ui.plain}`}>
      <SentenceIcon />
      {t("captions.describe")}
    </Link>
  );
}
