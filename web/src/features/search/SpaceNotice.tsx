import { useTranslation } from "react-i18next";

import type { SpaceOption } from "@/api/types";
import { Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import { FillSpace } from "./options/FillSpace";

interface SpaceNoticeProps {
  space: SpaceOption;
  /** The options are open, and they offer the same. */
  open: boolean;
  onFilled(): void;
}

/** Pictures that cannot be found yet are a reason for a missing hit, so it is said where the hits are. */
export function SpaceNotice({ space, open, onFilled }: SpaceNoticeProps) {
  const { t } = useTranslation("search");
  const { count } = useNumbers();
  if (space.missing === 0 || (open && space.vectors > 0)) return null;
  const title = t(`spaces.${space.name}`, { defaultValue: space.title });
  return (
    <Notice
      tone="warning"
      title={t(space.vectors === 0 ? "unfilled.none" : "unfilled.some", { name: title, missing: count(space.missing) })}
      action={open ? null : <FillSpace key={space.name} space={space.name} onFilled={onFilled} />}
    />
  );
}
