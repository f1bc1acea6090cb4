import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import { useNear } from "../useNear";
import styles from "./results.module.css";

interface LeftOutProps {
  below: number;
  cutoff: number;
  onShow(): void;
}

/** What the cut-off hides is counted, so that nobody thinks it is not there. */
export function LeftOut({ below, cutoff, onShow }: LeftOutProps) {
  const { t } = useTranslation("search");
  const { near } = useNear();
  const { count } = useNumbers();
  if (below === 0) return null;
  return (
    <p className={styles.leftOut}>
      <span>{t("leftOut.count", { count: below, number: count(below), cutoff: near(cutoff) })}</span>
      <Button onClick={onShow}>{t("leftOut.show")}</Button>
    </p>
  );
}
