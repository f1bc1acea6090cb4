import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Subpages } from "../ui/Subpages";

import "./messages";

interface NamingHeadProps {
  here: "name" | "teach";
  title: ReactNode;
  lead?: ReactNode;
}

const PATHS = { name: "/classify", teach: "/teach" } as const;

/** The head of the pages that name pictures: with a model that is there, or with one's own. */
export function NamingHead({ here, title, lead }: NamingHeadProps) {
  const { t } = useTranslation("naming");
  const pages = (["name", "teach"] as const).map((page) => ({ path: PATHS[page], name: t(`subpages.${page}`) }));
  return <Subpages title={title} lead={lead} label={t("subpages.label")} pages={pages} here={PATHS[here]} />;
}
