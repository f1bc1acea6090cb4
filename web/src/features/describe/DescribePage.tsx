import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import type { PlacedFile } from "@/components/files/dropped";
import { DropVeil } from "@/components/files/DropVeil";
import { useIncoming } from "@/components/files/useIncoming";
import { NONE_TAKEN, takenFrom } from "@/components/given/taken";
import { useGiven } from "@/components/given/useGiven";
import { Loading, Notice } from "@/components/problem/Notice";
import { Toasts } from "@/components/ui/Toasts";

import styles from "./describe.module.css";
import { DescribeCamera } from "./DescribeCamera";
import { Described } from "./Described";
import { Start } from "./Start";
import { Strip } from "./Strip";
import { Tools } from "./Tools";
import { useAsked } from "./useAsked";

import "./messages";

export default function DescribePage() {
  return (
    <Toasts>
      <Describe />
    </Toasts>
  );
}

function Describe() {
  const { t } = useTranslation("describe");
  const { asked, go, adjust } = useAsked();
  const [taken, setTaken] = useState(NONE_TAKEN);
  const [opened, setOpened] = useState<string | null>(null);
  const [camera, setCamera] = useState(false);
  const named = useGiven(asked.from);
  const take = useCallback(
    (files: readonly File[]) => {
      if (files.length === 0) return;
      setTaken(takenFrom(files));
      setOpened(null);
      setCamera(false);
      go({ from: null, start: "" });
    },
    [go],
  );
  const hovering = useIncoming(useCallback((files: PlacedFile[]) => take(files.map(({ file }) => file)), [take]));
  const pictures = asked.from ? (named.given ? [named.given] : []) : taken.pictures;
  const shown = pictures.find(({ key }) => key === opened) ?? pictures[0] ?? null;
  const nothing = !asked.from && pictures.length === 0;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t("title")}</h1>
          {nothing ? <p className={styles.lead}>{t("lead")}</p> : null}
        </div>
        {nothing ? null : <Tools given={shown} asked={asked} onFiles={take} onCamera={() => setCamera(true)} />}
      </header>
      {nothing ? <Start onFiles={take} onCamera={() => setCamera(true)} others={taken.others} /> : null}
      {pictures.length > 1 ? <Strip taken={taken} shown={shown?.key ?? null} onShow={setOpened} /> : null}
      {asked.from && named.loading ? <Loading /> : null}
      {asked.from && named.error ? <Notice tone="warning" title={t("gone")} /> : null}
      {shown ? <Described key={shown.key} given={shown} asked={asked} onAdjust={adjust} /> : null}
      <DescribeCamera open={camera} onClose={() => setCamera(false)} onTake={(file) => take([file])} />
      {hovering ? <DropVeil>{t("drop")}</DropVeil> : null}
    </div>
  );
}
