import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Dates as the chosen language writes them. A camera's time has no zone, so it is shown as it stands. */
export function useDates() {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
    const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium" });
    const month = new Intl.DateTimeFormat(i18n.language, { month: "long" });
    return {
      moment: (iso: string) => moment.format(new Date(iso)),
      day: (iso: string) => day.format(new Date(`${iso.slice(0, 10)}T00:00`)),
      /** 1–12 */
      month: (number: number) => month.format(new Date(2024, number - 1, 1)),
    };
  }, [i18n.language]);
}
