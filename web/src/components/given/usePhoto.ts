import { useEffect, useState } from "react";

import type { GivenPicture } from "@/api/classify";
import { fileUrl, thumbnailUrl } from "@/api/library";
import { keepPicture, keptPictureUrl } from "@/api/search";

export interface Photo {
  /** What to show; null until it is there. */
  url: string | null;
  /** The picture as it came, for saving; the same as `url` unless that is smaller. */
  original: string | null;
  /** Call when the browser cannot show what `url` names. */
  onError(): void;
  /** Nothing here can show it. */
  unseen: boolean;
}

/** A picture as URLs. What the browser cannot decode itself, such as HEIC, the server shows upright. */
export function usePhoto({ key, sent }: GivenPicture): Photo {
  const blob = "image" in sent ? sent.image : null;
  const [made, setMade] = useState<{ blob: Blob; url: string } | null>(null);
  const [failed, setFailed] = useState<{ key: string; kept: string | null; over: boolean } | null>(null);
  useEffect(() => {
    if (!blob) return;
    const url = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the URL lives as long as the effect
    setMade({ blob, url });
    return () => URL.revokeObjectURL(url);
  }, [blob]);

  const trouble = failed?.key === key ? failed : null;
  const onError = () => {
    if (trouble || !blob) return setFailed({ key, kept: trouble?.kept ?? null, over: true });
    setFailed({ key, kept: null, over: false });
    keepPicture(blob).then(
      ({ upload }) => setFailed({ key, kept: keptPictureUrl(upload), over: false }),
      () => setFailed({ key, kept: null, over: true }),
    );
  };
  const unseen = trouble?.over ?? false;
  if ("picture" in sent) return { url: thumbnailUrl(sent.picture, 1024), original: fileUrl(sent.picture), onError, unseen };
  const url = trouble ? trouble.kept : made?.blob === blob ? made.url : null;
  return { url, original: url, onError, unseen };
}
