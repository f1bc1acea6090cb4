import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type Ref, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { peopleQuery } from "@/api/people";
import { Button } from "@/components/ui/Button";

import { calledSo } from "./names";
import styles from "./people.module.css";

/** Whom somebody has named: one who is known, or a new one. */
export type Who = { id: number; name: string } | { id: null; name: string };

interface WhoFieldProps {
  label: string;
  act: string;
  disabled?: boolean;
  onWho(who: Who): void;
  field?: Ref<HTMLInputElement>;
}

/** A name; those who are known are offered while one types. */
export function WhoField({ label, act, disabled = false, onWho, field }: WhoFieldProps) {
  const { t } = useTranslation("people");
  const id = useId();
  const [typed, setTyped] = useState("");
  const people = useQuery(peopleQuery()).data?.people ?? [];
  const known = calledSo(people, typed);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const name = typed.trim();
    if (!name || disabled) return;
    onWho(known ? { id: known.id, name: known.name } : { id: null, name });
    setTyped("");
  };
  return (
    <form className={styles.who} onSubmit={send}>
      <input ref={field} list={id} aria-label={label} placeholder={t("who.placeholder")} value={typed} maxLength={100} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      <datalist id={id}>
        {people.map((person) => (person.name ? <option key={person.id} value={person.name} /> : null))}
      </datalist>
      <Button type="submit" look={typed.trim() ? "strong" : "plain"} disabled={disabled || !typed.trim()}>
        {known ? t("who.known") : act}
      </Button>
    </form>
  );
}
