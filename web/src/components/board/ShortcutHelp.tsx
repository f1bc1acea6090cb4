import { Popover } from "@base-ui/react/popover";
import { useTranslation } from "react-i18next";

import { HelpIcon } from "../ui/icons";
import ui from "../ui/ui.module.css";
import styles from "./board.module.css";
import { SHORTCUTS } from "./shortcuts";

interface ShortcutHelpProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

export function ShortcutHelp({ open, onOpenChange }: ShortcutHelpProps) {
  const { t } = useTranslation("board");
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger className={ui.iconButton} aria-label={t("help")} title={t("help")}>
        <HelpIcon />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} collisionPadding={12}>
          <Popover.Popup className={styles.help}>
            <Popover.Title>{t("keys.title")}</Popover.Title>
            <dl className={styles.keys}>
              {SHORTCUTS.map(([command, keys]) => (
                <div key={command}>
                  <dt>{t(command)}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
            <Popover.Description className={styles.helpNote}>{t("keys.pen")}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
