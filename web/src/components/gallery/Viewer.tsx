import { Dialog } from "@base-ui/react/dialog";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Picture } from "@/api/types";
import { remember, remembered } from "@/preferences/memory";

import { CrossIcon, InfoIcon, NextIcon, PreviousIcon } from "../ui/icons";
import { useNumbers } from "../ui/useNumbers";
import { PictureStage } from "./PictureStage";
import { useNeighbours } from "./useNeighbours";
import styles from "./viewer.module.css";
import { ViewerDetails } from "./ViewerDetails";
import { wishOf } from "./viewerKeys";

import "./messages";

export interface ViewerProps {
  /** Which picture is shown; null: the viewer is closed. */
  index: number | null;
  total: number;
  pictureAt(index: number): Picture | undefined;
  onIndex(index: number): void;
  onClose(): void;
  /** Takes the picture out of the library; no button when absent. */
  onRemove?(picture: Picture): void;
  /** Buttons and links below the picture's details, such as "More like this". */
  actions?(picture: Picture, index: number): ReactNode;
  /** More about the picture, above its details, such as a score. */
  about?(picture: Picture, index: number): ReactNode;
  /** Laid exactly over the picture: percentages in it are shares of the picture's width and height. */
  renderOverlay?(picture: Picture, index: number): ReactNode;
  /** Where the focus goes on closing; usually the tile of the picture shown last. */
  onClosed?(index: number): void;
}

export function Viewer(props: ViewerProps) {
  const { index, onClose, onClosed } = props;
  const { t } = useTranslation("gallery");
  const last = useRef(0);
  useEffect(() => {
    if (index !== null) last.current = index;
  }, [index]);
  const finalFocus = () => {
    if (!onClosed) return true;
    onClosed(last.current);
    return false;
  };
  return (
    <Dialog.Root open={index !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.viewer} aria-label={t("viewer.title")} finalFocus={finalFocus}>
          {index === null ? null : <Opened {...props} index={index} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const WIDE = "(min-width: 56rem)";

/** Beside a wide picture there is room for its details; on a phone they would hide it. */
const detailsAtFirst = () => remembered("viewer-details") !== "off" && window.matchMedia(WIDE).matches;

function Opened(props: ViewerProps & { index: number }) {
  const { index, total, pictureAt, onIndex, onClose, onRemove } = props;
  const [details, setDetails] = useState(detailsAtFirst);
  const picture = pictureAt(index);
  const go = (by: number) => {
    const next = index + by;
    if (next >= 0 && next < total) onIndex(next);
  };
  const toggleDetails = () => {
    if (window.matchMedia(WIDE).matches) remember("viewer-details", details ? "off" : "on");
    setDetails(!details);
  };
  useNeighbours(index, total, pictureAt);

  const onKeyDown = (event: KeyboardEvent) => {
    const wish = wishOf(event);
    if (!wish) return;
    event.preventDefault();
    if (wish === "previous") go(-1);
    else if (wish === "next") go(1);
    else if (wish === "details") toggleDetails();
    else if (picture && !picture.removed) onRemove?.(picture);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- shortcuts of the dialog; each has a button too
    <div className={styles.inside} data-details={details || undefined} onKeyDown={onKeyDown}>
      <TopBar picture={picture} index={index} total={total} details={details} onDetails={toggleDetails} />
      <div className={styles.stage}>
        <PictureStage key={picture?.id ?? "none"} picture={picture} onPrevious={() => go(-1)} onNext={() => go(1)} onClose={onClose}>
          {picture && props.renderOverlay?.(picture, index)}
        </PictureStage>
        <Turn side="previous" disabled={index <= 0} onTurn={() => go(-1)} />
        <Turn side="next" disabled={index >= total - 1} onTurn={() => go(1)} />
      </div>
      {details && picture ? (
        <div className={styles.details}>
          <ViewerDetails picture={picture} about={props.about?.(picture, index)} onRemove={onRemove}>
            {props.actions?.(picture, index)}
          </ViewerDetails>
        </div>
      ) : null}
    </div>
  );
}

interface TopBarProps {
  picture: Picture | undefined;
  index: number;
  total: number;
  details: boolean;
  onDetails(): void;
}

function TopBar({ picture, index, total, details, onDetails }: TopBarProps) {
  const { t } = useTranslation("gallery");
  const { count } = useNumbers();
  return (
    <div className={styles.bar}>
      <Dialog.Close className={styles.icon} aria-label={t("viewer.close")} title={t("viewer.close")}>
        <CrossIcon />
      </Dialog.Close>
      <p className={styles.name} aria-live="polite">
        <strong>{picture?.name ?? t("loading")}</strong>
        {total > 1 ? <span>{t("viewer.place", { place: count(index + 1), total: count(total) })}</span> : null}
      </p>
      <button
        type="button"
        className={styles.icon}
        aria-label={t("viewer.details")}
        title={t("viewer.details")}
        aria-expanded={details}
        onClick={onDetails}
      >
        <InfoIcon />
      </button>
    </div>
  );
}

interface TurnProps {
  side: "previous" | "next";
  disabled: boolean;
  onTurn(): void;
}

/** At the ends the button stays, so that a quick finger or the focus does not fall through. */
function Turn({ side, disabled, onTurn }: TurnProps) {
  const { t } = useTranslation("gallery");
  return (
    <button
      type="button"
      className={styles.turn}
      data-side={side}
      aria-label={t(`viewer.${side}`)}
      title={t(`viewer.${side}`)}
      aria-disabled={disabled}
      onClick={disabled ? undefined : onTurn}
    >
      <span>{side === "previous" ? <PreviousIcon /> : <NextIcon />}</span>
    </button>
  );
}
