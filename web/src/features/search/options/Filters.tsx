import { useQuery } from "@tanstack/react-query";
import { useCallback, useId } from "react";
import { useTranslation } from "react-i18next";

import { foldersQuery } from "@/api/library";
import { peopleQuery } from "@/api/people";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import { type Filters as Where, NO_FILTERS } from "../query";
import { useDraft } from "../useDraft";
import styles from "./options.module.css";
import { Select } from "./Select";

interface FiltersProps {
  filters: Where;
  onChange(filters: Where): void;
}

/** Which pictures are looked through. */
export function Filters({ filters, onChange }: FiltersProps) {
  const { t } = useTranslation("search");
  const { count } = useNumbers();
  const { data } = useQuery(foldersQuery);
  const changeText = useCallback((text: string) => onChange({ ...filters, text }), [filters, onChange]);
  const [text, setText] = useDraft(filters.text, changeText);
  const folders = (data?.folders ?? []).filter(({ path }) => path !== "");
  const people = (useQuery(peopleQuery()).data?.people ?? []).filter(({ name }) => name !== "");
  const isSet = Object.values(filters).some(Boolean);
  return (
    <fieldset className={styles.filters}>
      <legend className={styles.label}>{t("filters.title")}</legend>
      <div className={styles.field}>
        <Select
          label={t("filters.folder")}
          value={filters.folder}
          options={[{ value: "", label: t("filters.anyFolder") }, ...folders.map(({ path, pictures }) => ({ value: path, label: `${path} (${count(pictures)})` }))]}
          onChange={(folder) => onChange({ ...filters, folder })}
        />
      </div>
      {people.length > 0 || filters.person ? (
        <div className={styles.field}>
          <Select
            label={t("filters.person")}
            value={filters.person}
            options={[{ value: "", label: t("filters.anyone") }, ...people.map(({ id, name, pictures }) => ({ value: String(id), label: `${name} (${count(pictures)})` }))]}
            onChange={(person) => onChange({ ...filters, person })}
          />
        </div>
      ) : null}
      <Field label={t("filters.since")} type="date" value={filters.since} most={filters.until} onChange={(since) => onChange({ ...filters, since })} />
      <Field label={t("filters.until")} type="date" value={filters.until} least={filters.since} onChange={(until) => onChange({ ...filters, until })} />
      <Field label={t("filters.text")} type="search" value={text} onChange={setText} />
      {isSet ? (
        <Button look="quiet" onClick={() => onChange(NO_FILTERS)}>
          {t("filters.clear")}
        </Button>
      ) : null}
    </fieldset>
  );
}

interface FieldProps {
  label: string;
  type: "date" | "search";
  value: string;
  least?: string;
  most?: string;
  onChange(value: string): void;
}

function Field({ label, type, value, least, most, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles.input}
        type={type}
        value={value}
        min={least || undefined}
        max={most || undefined}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
