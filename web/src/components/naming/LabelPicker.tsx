import { Combobox } from "@base-ui/react/combobox";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { SearchIcon } from "../ui/icons";
import { useNumbers } from "../ui/useNumbers";
import styles from "./naming.module.css";
import { entriesOf, type Entry, found, namesOf } from "./words";

interface LabelPickerProps {
  labels: readonly string[];
  labels_zh: readonly string[];
  onPick(index: number): void;
}

/** As many as one looks through; typing narrows a thousand down. */
const MOST = 60;

/** Any label of the model's whole list, found by typing in either language. */
export function LabelPicker({ labels, labels_zh, onPick }: LabelPickerProps) {
  const { t, i18n } = useTranslation("naming");
  const { count } = useNumbers();
  const [typed, setTyped] = useState("");
  const entries = useMemo(() => entriesOf({ labels, labels_zh }), [labels, labels_zh]);
  const shown = useMemo(() => found(entries, typed, MOST), [entries, typed]);
  return (
    <Combobox.Root<Entry>
      items={entries}
      filteredItems={shown}
      filter={null}
      value={null}
      inputValue={typed}
      itemToStringLabel={(entry) => namesOf(entry, i18n.language).own}
      autoHighlight
      onInputValueChange={setTyped}
      onValueChange={(entry) => {
        if (!entry) return;
        onPick(entry.index);
        setTyped("");
      }}
    >
      <Combobox.InputGroup className={styles.picker}>
        <SearchIcon />
        <Combobox.Input aria-label={t("pick.label")} placeholder={t("pick.placeholder", { number: count(labels.length) })} />
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner className={styles.positioner} sideOffset={6}>
          <Combobox.Popup className={styles.popup}>
            <Combobox.Empty className={styles.nothing}>{t("pick.none")}</Combobox.Empty>
            <Combobox.List className={styles.options}>
              {(entry: Entry) => {
                const { own, other } = namesOf(entry, i18n.language);
                return (
                  <Combobox.Item key={entry.index} value={entry} className={styles.option}>
                    {own}
                    {other ? <small lang={i18n.language === "zh" ? "en" : "zh-Hans"}>{other}</small> : null}
                  </Combobox.Item>
                );
              }}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
