import { type ReactNode, useRef } from "react";

import { Button } from "../ui/Button";
import { placed, type PlacedFile } from "./dropped";

/** A browser knows no type for some formats that the server reads. */
export const PICTURES = "image/*,.heic,.heif,.avif";

interface ChooseFilesProps {
  label: string;
  onFiles(files: PlacedFile[]): void;
  /** All files of a folder and of those in it. */
  folder?: boolean;
  multiple?: boolean;
  accept?: string;
  look?: "plain" | "strong" | "quiet";
  disabled?: boolean;
  className?: string;
  children?: ReactNode;
}

/** A button that opens the browser's dialog for files or for a folder. */
export function ChooseFiles({ label, onFiles, folder = false, multiple = true, accept = PICTURES, children, ...button }: ChooseFilesProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = (field: HTMLInputElement) => {
    onFiles(placed(field.files ?? []));
    field.value = ""; // the same file may be chosen again
  };
  return (
    <>
      <input
        ref={(field) => {
          input.current = field;
          // React has no name for it.
          if (folder) field?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        hidden
        multiple={multiple}
        accept={folder ? undefined : accept}
        aria-label={label}
        onChange={(event) => take(event.target)}
      />
      <Button {...button} aria-label={children ? label : undefined} onClick={() => input.current?.click()}>
        {children ?? label}
      </Button>
    </>
  );
}
