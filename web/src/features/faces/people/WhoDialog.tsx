import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { peopleQuery, portraitUrl } from "@/api/people";
import { Button } from "@/components/ui/Button";
import { CrossIcon, PersonIcon, SearchIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";

import { calledSo, namedLike } from "./names";
import styles from "./who.module.css";
import type { Who } from "./WhoField";

interface WhoDialogProps {
  title: string;
  lead?: string;
  /** Who is not offered. */
  without: number;
  /** Whether it may be somebody new. */
  fresh?: boolean;
  onWho(who: Who): void;
  onClose(): void;
}

const MOST = 60;

/** Picks a person by face or name. */
export function WhoDialog({ title, lead, without, fresh = false, onWho, onClose }: WhoDialogProps) {
  const { t } = useTranslation("people");
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const people = (useQuery(peopleQuery()).data?.people ?? []).filter(({ id }) => id !== without);
  const shown = namedLike(people, typed).slice(0, MOST);
  const name = typed.trim();
  const pick = (who: Who) => {
    onWho(who);
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const known = calledSo(people, name) ?? (shown.length === 1 && !fresh ? shown[0] : null);
    if (known) pick({ id: known.id, name: known.name });
    else if (fresh && name) pick({ id: null, name });
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup initialFocus={field} className={styles.dialog}>
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close render={<IconButton label={t("who.close")}><CrossIcon /></IconButton>} />
          </header>
          {lead ? <Dialog.Description>{lead}</Dialog.Description> : null}
          <form onSubmit={send}>
            <label>
              <span className="visually-hidden">{t("who.placeholder")}</span>
              <SearchIcon />
              <input ref={field} value={typed} maxLength={100} autoComplete="off" placeholder={t("who.placeholder")} onChange={(event) => setTyped(event.target.value)} />
            </label>
            {fresh && name && !calledSo(people, name) ? (
              <Button type="submit" look="strong">
                {t("who.new", { name })}
              </Button>
            ) : null}
          </form>
          {shown.length === 0 && !fresh ? <p>{t("nobody", { name })}</p> : null}
          <ul>
            {shown.map((person) => (
              <li key={person.id}>
                <button type="button" onClick={() => pick({ id: person.id, name: person.name })}>
                  {person.cover === null ? <PersonIcon /> : <img src={portraitUrl(person.cover, 64)} alt="" loading="lazy" />}
                  <span>{person.name || t("unnamed")}</span>
                </button>
              </li>
            ))}
          </ul>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
