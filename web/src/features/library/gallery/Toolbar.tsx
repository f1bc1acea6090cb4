import { useTranslation } from "react-i18next";

import type { PictureOrder } from "@/api/library";
import type { TileSize } from "@/components/gallery/grid";
import type { Selection } from "@/components/gallery/useSelection";
import { Button } from "@/components/ui/Button";
import { Choice } from "@/components/ui/Choice";
import { ChevronIcon, LargeTilesIcon, MediumTilesIcon, SearchIcon, SmallTilesIcon } from "@/components/ui/icons";

import styles from "../library.module.css";
import { SideSheet } from "../side/SidePanel";
import { ORDERS, type View } from "../view";
import { useTyped } from "./useTyped";

interface ToolbarProps {
  view: View;
  onChange(changes: Partial<View>): void;
  size: TileSize;
  onSize(size: TileSize): void;
  selection: Selection;
  total: number | undefined;
  removed: boolean;
}

export function Toolbar({ view, onChange, size, onSize, selection, total, removed }: ToolbarProps) {
  const { t } = useTranslation("library");
  const [typed, type] = useTyped(view.text, (text) => onChange({ text }));
  const sizes = [
    { value: "small", label: t("sizes.small"), icon: <SmallTilesIcon /> },
    { value: "medium", label: t("sizes.medium"), icon: <MediumTilesIcon /> },
    { value: "large", label: t("sizes.large"), icon: <LargeTilesIcon /> },
  ] as const;
  return (
    <div className={styles.toolbar}>
      <label className={styles.find}>
        <span className="visually-hidden">{t("filter.text")}</span>
        <SearchIcon />
        <input type="search" value={typed} maxLength={200} placeholder={t("filter.text")} onChange={(event) => type(event.target.value)} />
      </label>
      {removed ? null : <SideSheet view={view} onChange={onChange} />}
      <label className={styles.order}>
        <span className="visually-hidden">{t("order.label")}</span>
        <select value={view.order} onChange={(event) => onChange({ order: event.target.value as PictureOrder })}>
          {ORDERS.map((order) => (
            <option key={order} value={order}>
              {t(`order.${order}`)}
            </option>
          ))}
        </select>
        <ChevronIcon />
      </label>
      <Choice<TileSize> label={t("sizes.label")} value={size} options={sizes} onChange={onSize} />
      <Button
        aria-pressed={selection.selecting}
        disabled={!total}
        onClick={selection.selecting ? selection.clear : selection.begin}
      >
        {t(selection.selecting ? "selection.done" : "selection.begin")}
      </Button>
    </div>
  );
}
