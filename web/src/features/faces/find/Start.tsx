import { useTranslation } from "react-i18next";

import { FewPictures } from "@/components/given/FewPictures";
import type { From } from "@/components/given/from";
import { isTouch, StartBox } from "@/components/given/StartBox";
import { useFewOwn, useFewSamples } from "@/components/given/useFew";

import { hasFace } from "../samples";
import { linkOf, NOTHING_ASKED } from "./asked";

interface StartProps {
  onFiles(files: readonly File[]): void;
  onCamera(): void;
  others: number;
}

/** No picture yet: every way in, in one place. */
export function Start(props: StartProps) {
  const { t } = useTranslation("faces");
  const words = { linkOf: (from: From) => linkOf({ ...NOTHING_ASKED, from }), label: (name: string) => t("find.from", { name }) };
  const samples = useFewSamples(hasFace, words);
  const own = useFewOwn(words);
  return (
    <>
      <StartBox title={t(isTouch() ? "find.titleTouch" : "find.title")} how={t("find.how")} choose={t("find.choose")} {...props} />
      <FewPictures title={t("find.samples")} pictures={samples} />
      <FewPictures title={t("find.own")} pictures={own} />
    </>
  );
}
