import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { MINUS } from "./numbers";
import * as numbers from "./numbers";

export { MINUS };

/** Numbers as the chosen language writes them. */
export function useNumbers() {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(
    () => ({
      count: (value: number) => numbers.count(value, language),
      compact: (value: number) => numbers.compact(value, language),
      percent: (value: number, digits = 1) => numbers.percent(value, language, digits),
      plain: (value: number, digits = 3) => numbers.plain(value, language, digits),
      milliseconds: (value: number) => numbers.milliseconds(value, language),
      bytes: (value: number) => numbers.bytes(value, language),
      seconds: (value: number) => numbers.seconds(value, language),
    }),
    [language],
  );
}
