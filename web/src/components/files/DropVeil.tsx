import { UploadIcon } from "../ui/icons";
import styles from "./files.module.css";

/** Lies over the page while files hover above it. */
export function DropVeil({ children }: { children: string }) {
  return (
    <div className={styles.veil}>
      <p>
        <UploadIcon />
        {children}
      </p>
    </div>
  );
}
