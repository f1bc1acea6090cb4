import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "./Button";
import { CheckIcon } from "./icons";
import { useToasts } from "./useToasts";

interface CopyButtonProps {
  label: string;
  /** What is copied, made when it is asked for. */
  text(): string | Promise<string>;
  /** The sign of the button. */
  children: ReactNode;
  className?: string;
}

/** Puts words on the clipboard and says so. Give it a key: other words have not been copied yet. Needs `<Toasts>` above. */
export function CopyButton({ label, text, children, className }: CopyButtonProps) {
  const { t } = useTranslation("common");
  const { fail } = useToasts();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      const words = await text();
      // Without https browsers lend the clipboard to this machine only: then the person copies by hand.
      await navigator.clipboard.writeText(words).catch(() => window.prompt(t("copy.byHand"), words));
      setCopied(true);
    } catch (error) {
      fail(t("copy.failed"), error);
    }
  };
  return (
    <>
      <Button className={className} onClick={() => void copy()}>
        {copied ? <CheckIcon /> : children}
        <span>{copied ? t("copy.done") : label}</span>
      </Button>
      <span className="visually-hidden" role="status">
        {copied ? t("copy.done") : ""}
      </span>
    </>
  );
}
