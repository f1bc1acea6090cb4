import { useTranslation } from "react-i18next";

import "./messages";

export default function SearchPage() {
  const { t } = useTranslation("search");
  return <h1>{t("title")}</h1>;
}
