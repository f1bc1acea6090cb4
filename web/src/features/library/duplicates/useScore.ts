import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** A score with two decimals, rounded down: what is just below a threshold must not look as if it reached it. */
export function useScore(): (score: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return (score: number) => format.format(Math.floor(Math.round(score * 10_000) / 100) / 100);
  }, [i18n.language]);
}
