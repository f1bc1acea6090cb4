import type { Box } from "@/api/types";

import styles from "./faces.module.css";
import { backgroundOf, cropOf, type Size } from "./geometry";

/** A face cut out of its picture by the browser, as large as its place. */
export function FaceCrop({ url, box, size }: { url: string | null; box: Box; size: Size }) {
  const place = url ? { backgroundImage: `url("${url}")`, ...backgroundOf(cropOf(box, size), size) } : undefined;
  return <span className={styles.crop} style={place} aria-hidden="true" />;
}
