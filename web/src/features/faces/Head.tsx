import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Subpages } from "@/components/ui/Subpages";

const TABS = { find: "/faces", compare: "/faces/compare", people: "/faces/people" } as const;

/** The head of the three pages about faces. */
export function Head({ here, lead }: { here: keyof typeof TABS; lead?: ReactNode }) {
  const { t } = useTranslation("faces");
  const pages = (Object.keys(TABS) as (keyof typeof TABS)[]).map((tab) => ({ path: TABS[tab], name: t(`tabs.${tab}`) }));
  return <Subpages title={t(`titles.${here}`)} lead={lead} label={t("title")} pages={pages} here={TABS[here]} />;
}
