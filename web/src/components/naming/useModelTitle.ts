import { useTranslation } from "react-i18next";

import "./messages";

/** What a model is for, in the reader's language; one that was taught or added keeps its own title. */
export function useModelTitle(): (model: { name: string; title: string }) => string {
  const { t } = useTranslation("naming");
  return ({ name, title }) => t(`models.${name}`, { defaultValue: title });
}
