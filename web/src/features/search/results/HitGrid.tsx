import { useTranslation } from "react-i18next";

import type { Hit } from "@/api/types";
import { PictureGrid } from "@/components/gallery/PictureGrid";

import { useNear } from "../useNear";
import { HitOverlay } from "./HitOverlay";
import type { HitActions } from "./useHitActions";

interface HitGridProps {
  label: string;
  hits: readonly Hit[];
  actions: HitActions;
  covered?: { top: number; bottom: number };
}

export function HitGrid({ label, hits, actions, covered }: HitGridProps) {
  const { t } = useTranslation("search");
  const { nearOf } = useNear();
  return (
    <PictureGrid
      label={label}
      total={hits.length}
      size="medium"
      covered={covered}
      pictureAt={(index) => hits[index]?.picture}
      onOpen={(index) => {
        const hit = hits[index];
        if (hit) actions.why(hit.picture.id);
      }}
      labelOf={(picture, index) => {
        const hit = hits[index];
        if (!hit) return picture.name;
        const texts = hit.matched.filter((kind) => kind !== "picture").map((kind) => t(`matched.${kind}`));
        return [t("hit.label", { name: picture.name, score: nearOf(hit), band: t(`bands.${hit.band}.word`) }), ...texts].join(", ");
      }}
      overlay={(_, index) => {
        const hit = hits[index];
        return hit ? <HitOverlay hit={hit} actions={actions} /> : null;
      }}
    />
  );
}
