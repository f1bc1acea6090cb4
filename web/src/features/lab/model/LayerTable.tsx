import { useTranslation } from "react-i18next";

import type { ModelCard } from "@/api/types";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "../lab.module.css";

export function LayerTable({ layers }: { layers: ModelCard["layers"] }) {
  const { t } = useTranslation("lab");
  const { count } = useNumbers();
  return (
    <Scroll label={t("layers.title")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("layers.name")}</th>
            <th scope="col">{t("layers.kind")}</th>
            <th scope="col">{t("layers.shape")}</th>
            <th scope="col" className={styles.number}>
              {t("facts.parameters")}
            </th>
            <th scope="col" className={styles.number}>
              {t("facts.multiplyAdds")}
            </th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer) => (
            <tr key={layer.name}>
              <th scope="row">{layer.name}</th>
              <td>
                {t(`kinds.${layer.kind}`)}
                {layer.kernel ? ` ${layer.kernel} × ${layer.kernel}` : ""}
              </td>
              <td>{layer.shape.join(" × ")}</td>
              <td className={styles.number}>{layer.parameters ? count(layer.parameters) : "–"}</td>
              <td className={styles.number}>{layer.multiply_adds ? count(layer.multiply_adds) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
