import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type ThumbnailSize, thumbnailUrl } from "@/api/library";
import type { Picture } from "@/api/types";

import { BrokenPictureIcon } from "../ui/icons";
import styles from "./gallery.module.css";

import "./messages";

interface ThumbnailProps {
  picture: Pick<Picture, "id" | "name" | "width" | "height">;
  size?: ThumbnailSize;
  /** `cover` fills its frame and cuts what is over; `contain` keeps the picture's own shape. */
  fit?: "cover" | "contain";
  /** The picture's name, unless it is said beside. */
  alt?: string;
}

/** A small picture that loads when it comes into sight, keeps its place meanwhile, and says so when it cannot be shown. */
export function Thumbnail({ picture, size = 256, fit = "cover", alt = picture.name }: ThumbnailProps) {
  const { t } = useTranslation("gallery");
  const [failed, setFailed] = useState<string | null>(null);
  const url = thumbnailUrl(picture.id, size);
  if (failed === url)
    return (
      <span className={styles.broken} role="img" aria-label={alt ? `${alt}: ${t("unseen")}` : t("unseen")}>
        <BrokenPictureIcon />
      </span>
    );
  return (
    <img
      className={styles.thumbnail}
      data-fit={fit}
      src={url}
      alt={alt}
      width={picture.width}
      height={picture.height}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setFailed(url)}
    />
  );
}
