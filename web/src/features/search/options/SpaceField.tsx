import { useTranslation } from "react-i18next";

import type { SearchOptionsReply, SpaceOption } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import { FillSpace } from "./FillSpace";
import styles from "./options.module.css";
import { Select } from "./Select";

interface SpaceFieldProps {
  options: SearchOptionsReply;
  chosen: string;
  /** The space that the terms leave no choice but to use: that of words, or that of drawings. */
  fixedBy?: string;
  onChange(space: string): void;
  onFilled(): void;
}

/** The descriptor: where it comes from, and how many pictures can be found by it already. */
export function SpaceField({ options, chosen, fixedBy, onChange, onFilled }: SpaceFieldProps) {
  const { t } = useTranslation("search");
  const { count } = useNumbers();
  const space = options.spaces.find(({ name }) => name === chosen);
  const titleOf = ({ name, title }: SpaceOption) => t(`spaces.${name}`, { defaultValue: title });
  const labelOf = (each: SpaceOption) => {
    const title = each.name === options.space ? t("options.usual", { name: titleOf(each) }) : titleOf(each);
    return each.vectors > 0 ? title : t("options.unfilled", { name: title });
  };
  return (
    <div className={styles.field}>
      <Select
        label={t("options.space")}
        value={chosen}
        options={options.spaces.filter(({ name }) => !fixedBy || name === chosen).map((each) => ({ value: each.name, label: labelOf(each) }))}
        onChange={onChange}
      />
      {space ? (
        <>
          {fixedBy ? <p className={styles.soft}>{t(`options.fixed.${fixedBy}`)}</p> : null}
          <p className={styles.soft}>{t(`spaces.about.${space.name}`, { defaultValue: "" })}</p>
          <p className={styles.soft}>{[space.paper, space.dim > 0 && t("options.dims", { dims: count(space.dim) })].filter(Boolean).join(" · ")}</p>
          <p className={styles.soft}>
            {t("options.filled", { vectors: count(space.vectors), total: count(space.vectors + space.missing) })}
          </p>
          {space.missing > 0 ? <FillSpace key={space.name} space={space.name} onFilled={onFilled} /> : null}
        </>
      ) : null}
    </div>
  );
}
