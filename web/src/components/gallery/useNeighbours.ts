import { useEffect } from "react";

import { thumbnailUrl } from "@/api/library";
import type { Picture } from "@/api/types";

/** Asks for the large pictures before and after, so that turning the page shows them at once. */
export function useNeighbours(index: number, total: number, pictureAt: (index: number) => Picture | undefined): void {
  const before = index > 0 ? pictureAt(index - 1)?.id : undefined;
  const after = index < total - 1 ? pictureAt(index + 1)?.id : undefined;
  useEffect(() => {
    // The picture in sight comes first.
    const timer = window.setTimeout(() => {
      for (const id of [after, before]) if (id !== undefined) new Image().src = thumbnailUrl(id, 1024);
    }, 400);
    return () => window.clearTimeout(timer);
  }, [before, after]);
}
