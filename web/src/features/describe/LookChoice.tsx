import { useTranslation } from "react-i18next";

import { Choice } from "@/components/ui/Choice";

import type { Look } from "./attention";

const LOOKS: readonly Look[] = ["light", "colours"];

export function LookChoice({ look, onLook }: { look: Look; onLook(look: Look): void }) {
  const { t } = useTranslation("describe");
  return <Choice label={t("look.label")} value={look} options={LOOKS.map((value) => ({ value, label: t(`look.${value}`) }))} onChange={onLook} />;
}
