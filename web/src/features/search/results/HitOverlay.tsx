import type { MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Hit } from "@/api/types";
import { AlikeIcon, MinusIcon, PlusIcon, WhyIcon } from "@/components/ui/icons";

import { BandBadge } from "./BandBadge";
import styles from "./results.module.css";
import type { HitActions } from "./useHitActions";

/** On a tile: its score, and for the mouse the shortest ways on. Keys and fingers open the hit and find them there. */
export function HitOverlay({ hit, actions }: { hit: Hit; actions: HitActions }) {
  const { t } = useTranslation("search");
  const { id } = hit.picture;
  return (
    <>
      <div className={styles.shortcuts} aria-hidden="true">
        <Shortcut label={t("hit.why")} onClick={() => actions.why(id)}>
          <WhyIcon />
        </Shortcut>
        <Shortcut label={t("hit.alike")} onClick={() => actions.alike(id)}>
          <AlikeIcon />
        </Shortcut>
        <Shortcut label={t("hit.like")} onClick={() => actions.add(id, 1)}>
          <PlusIcon />
        </Shortcut>
        <Shortcut label={t("hit.unlike")} onClick={() => actions.add(id, -1)}>
          <MinusIcon />
        </Shortcut>
      </div>
      <BandBadge hit={hit} />
    </>
  );
}

function Shortcut({ label, onClick, children }: { label: string; onClick(): void; children: ReactNode }) {
  const press = (event: MouseEvent) => {
    event.stopPropagation(); // the tile opens on a click
    onClick();
  };
  return (
    <button type="button" tabIndex={-1} title={label} onClick={press}>
      {children}
    </button>
  );
}
