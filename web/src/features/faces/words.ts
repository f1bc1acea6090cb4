import { useTranslation } from "react-i18next";

import type { DetectedFace } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

/** A face in one line, such as "Face 1: about 34, female 97%". */
export function useFaceWords(): (face: DetectedFace, index: number) => string {
  const { t } = useTranslation("faces");
  const { percent, plain } = useNumbers();
  return ({ attributes, confidence }, index) => {
    const name = t("face.name", { number: index + 1 });
    if (!attributes) return t("face.sure", { name, score: percent(confidence, 0) });
    const { age, gender } = attributes;
    return t("face.line", { name, age: plain(age.value, 2), gender: t(`gender.${gender.value}`), sure: percent(gender.confidence, 0) });
  };
}
