import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";

import { fileUrl, pictureQuery } from "@/api/library";
import type { Hit, SearchReply } from "@/api/types";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Button, LinkButton } from "@/components/ui/Button";
import { IconButton } from "@/components/ui/IconButton";
import { AlikeIcon, CrossIcon, MinusIcon, NextIcon, PlusIcon, PreviousIcon } from "@/components/ui/icons";

import type { Query } from "../query";
import { BandBadge } from "../results/BandBadge";
import type { HitActions } from "../results/useHitActions";
import { WhyView } from "./WhyView";
import styles from "./why.module.css";

interface WhyDialogProps {
  query: Query;
  reply: SearchReply;
  /** In the order of the page. */
  hits: readonly Hit[];
  actions: HitActions;
  onShow(id: number): void;
  onClose(): void;
}

/** A hit beside what was searched for, and what they have in common. Open while the link names a hit. */
export function WhyDialog(props: WhyDialogProps) {
  const { t } = useTranslation("search");
  const { query, onClose } = props;
  const title = useRef<HTMLHeadingElement>(null);
  return (
    <Dialog.Root open={query.why !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog} aria-label={t("why.title")} initialFocus={title}>
          {query.why === null ? null : <Opened {...props} id={query.why} title={title} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Opened({ query, reply, hits, actions, onShow, id, title }: WhyDialogProps & { id: number; title: React.Ref<HTMLHeadingElement> }) {
  const { t } = useTranslation("search");
  const place = hits.findIndex(({ picture }) => picture.id === id);
  // A link may lead to a hit that the cut-off hides now, or that is no hit any more.
  const hit = hits[place] ?? reply.hits.find((each) => each.picture.id === id);
  const { data, error } = useQuery({ ...pictureQuery(id), enabled: !hit });
  const picture = hit?.picture ?? data;
  const step = (by: number) => {
    const next = hits[place + by];
    if (next && place >= 0) onShow(next.picture.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as Element).closest("[role=slider], input")) return;
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- shortcuts of the dialog; each has a button too
    <div className={styles.inside} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <div className={styles.name}>
          <h2 ref={title} tabIndex={-1}>
            {picture?.name ?? t("why.title")}
          </h2>
          {hit ? <BandBadge hit={hit} long /> : null}
        </div>
        <div className={styles.tools}>
          <IconButton label={t("why.previous")} disabled={place <= 0} onClick={() => step(-1)}>
            <PreviousIcon />
          </IconButton>
          <IconButton label={t("why.next")} disabled={place < 0 || place >= hits.length - 1} onClick={() => step(1)}>
            <NextIcon />
          </IconButton>
          <Dialog.Close render={<IconButton label={t("why.close")}><CrossIcon /></IconButton>} />
        </div>
      </header>
      {error ? <ProblemNotice error={error} /> : null}
      {!picture && !error ? <Loading /> : null}
      {picture ? <WhyView key={picture.id} query={query} space={reply.spaces.at(-1) ?? reply.space} picture={picture} /> : null}
      {picture ? (
        <footer className={styles.actions}>
          <Button look="strong" onClick={() => actions.alike(picture.id)}>
            <AlikeIcon />
            {t("hit.alike")}
          </Button>
          <Button onClick={() => actions.add(picture.id, 1)}>
            <PlusIcon />
            {t("hit.like")}
          </Button>
          <Button onClick={() => actions.add(picture.id, -1)}>
            <MinusIcon />
            {t("hit.unlike")}
          </Button>
          <LinkButton look="quiet" href={fileUrl(picture.id)} download={picture.name}>
            {t("hit.file")}
          </LinkButton>
          <span className={styles.path}>{picture.path}</span>
        </footer>
      ) : null}
    </div>
  );
}
