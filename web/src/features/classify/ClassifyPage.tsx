import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { classifyingModelsQuery, type GivenPicture } from "@/api/classify";
import type { ClassifyingModel } from "@/api/types";
import type { PlacedFile } from "@/components/files/dropped";
import { DropVeil } from "@/components/files/DropVeil";
import { useIncoming } from "@/components/files/useIncoming";
import { NONE_TAKEN, takenFrom } from "@/components/given/taken";
import { useGiven } from "@/components/given/useGiven";
import { NamingCamera } from "@/components/naming/NamingCamera";
import { NamedPhoto } from "@/components/naming/NamedPhoto";
import { NamingHead } from "@/components/naming/NamingHead";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { BackIcon } from "@/components/ui/icons";
import { Toasts } from "@/components/ui/Toasts";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./classify.module.css";
import { ModelChoice } from "./ModelChoice";
import { ResultList } from "./ResultList";
import { chosenOf, inOrder } from "./shown";
import { Start } from "./Start";
import { Tools } from "./Tools";
import { useAsked } from "./useAsked";

import "./messages";

export default function ClassifyPage() {
  return (
    <Toasts>
      <Classify />
    </Toasts>
  );
}

const NO_MODELS: readonly ClassifyingModel[] = [];

function Classify() {
  const { t } = useTranslation("classify");
  const { asked, go, adjust } = useAsked();
  const { data, error, refetch } = useQuery(classifyingModelsQuery);
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
      go({ from: null, why: null });
    },
    [go],
  );
  const hovering = useIncoming(useCallback((files: PlacedFile[]) => take(files.map(({ file }) => file)), [take]));
  const models = inOrder(data?.models ?? NO_MODELS);
  const chosen = chosenOf(models, asked.models);
  const several = !asked.from && taken.pictures.length > 1;
  const given = asked.from ? named.given : several ? (taken.pictures.find(({ key }) => key === opened) ?? null) : (taken.pictures[0] ?? null);
  const nothing = !asked.from && taken.pictures.length === 0;
  return (
    <div className={styles.page}>
      <NamingHead here="name" title={t("title")} lead={nothing ? t("lead") : undefined} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && models.length === 0 ? <Notice tone="warning">{t("models.none")}</Notice> : null}
      {nothing ? (
        <Start onFiles={take} onCamera={() => setCamera(true)} others={taken.others} />
      ) : (
        <div className={styles.row}>
          <ModelChoice models={models} chosen={chosen} onChoose={(names) => adjust({ models: names, why: asked.why && names.includes(asked.why.model) ? asked.why : null })} />
          <Tools given={given} models={chosen} asked={asked} onFiles={take} onCamera={() => setCamera(true)} />
        </div>
      )}
      {several && opened ? <BackToList number={taken.pictures.length} onBack={() => setOpened(null)} /> : null}
      {asked.from && named.loading ? <Loading /> : null}
      {asked.from && named.error ? <Notice tone="warning" title={t("gone")} /> : null}
      {given && chosen.length > 0 ? (
        <NamedPhoto key={given.key} given={given} models={chosen} looked={asked.why} onLook={(why) => adjust({ why })} />
      ) : several && chosen.length > 0 ? (
        <ResultList taken={taken} models={chosen} onOpen={({ key }: GivenPicture) => setOpened(key)} />
      ) : null}
      <NamingCamera open={camera} onClose={() => setCamera(false)} models={chosen} onTake={(file) => take([file])} />
      {hovering ? <DropVeil>{t("drop")}</DropVeil> : null}
    </div>
  );
}

function BackToList({ number, onBack }: { number: number; onBack(): void }) {
  const { t } = useTranslation("classify");
  const { count } = useNumbers();
  return (
    <Button look="quiet" className={styles.back} onClick={onBack}>
      <BackIcon />
      {t("list.back", { number: count(number) })}
    </Button>
  );
}
