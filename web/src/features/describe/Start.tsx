import { useTranslation } from "react-i18next";

import { FewPictures } from "@/components/given/FewPictures";
import { isTouch, StartBox } from "@/components/given/StartBox";
import { useFewOwn, useFewSamples } from "@/components/given/useFew";

import { type Asked, linkOf, USUAL } from "./asked";

interface StartProps {
  onFiles(files: readonly File[]): void;
  onCamera(): void;
  /** What was brought in and is no picture. */
  others: number;
}

/** Nothing is described yet: every way in, in one place. */
export function Start({ onFiles, onCamera, others }: StartProps) {
  const { t } = useTranslation("describe");
  const words = { linkOf: (from: Asked["from"]) => linkOf({ ...USUAL, from }), label: (name: string) => t("start.from", { name }) };
  const samples = useFewSamples(({ task }) => task === "classify", words);
  const own = useFewOwn(words);
  return (
    <>
      <StartBox title={t(isTouch() ? "start.titleTouch" : "start.title")} how={t("start.how")} choose={t("start.choose")} onFiles={onFiles} onCamera={onCamera} others={others} />
      <FewPictures title={t("start.samples")} pictures={samples} />
      <FewPictures title={t("start.own")} pictures={own} />
    </>
  );
}
