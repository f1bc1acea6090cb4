import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { useTranslation } from "react-i18next";

import type { ClassifyingModel } from "@/api/types";
import { useModelTitle } from "@/components/naming/useModelTitle";
import { Hint } from "@/components/ui/IconButton";
import { CheckIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./classify.module.css";

interface ModelChoiceProps {
  models: readonly ClassifyingModel[];
  chosen: readonly ClassifyingModel[];
  onChoose(names: string[]): void;
}

/** One or several of the models; at least one stays. */
export function ModelChoice({ models, chosen, onChoose }: ModelChoiceProps) {
  const { t } = useTranslation("classify");
  const titleOf = useModelTitle();
  const names = chosen.map(({ name }) => name);
  return (
    <ToggleGroup
      multiple
      className={styles.models}
      aria-label={t("models.label")}
      value={names}
      onValueChange={(next) => {
        if (next.length > 0) onChoose(models.map(({ name }) => name).filter((name) => next.includes(name)));
      }}
    >
      {models.map((model) => (
        <Hint key={model.name} label={<About model={model} />}>
          <Toggle value={model.name} className={styles.model}>
            <span className={styles.check}>{names.includes(model.name) ? <CheckIcon /> : null}</span>
            {titleOf(model)}
          </Toggle>
        </Hint>
      ))}
    </ToggleGroup>
  );
}

function About({ model }: { model: ClassifyingModel }) {
  const { t } = useTranslation("classify");
  const { count, percent } = useNumbers();
  const facts = [
    t("models.labels", { number: count(model.labels.length) }),
    model.accuracy === null ? "" : t("models.accuracy", { accuracy: percent(model.accuracy, 1) }),
    model.taught ? t("models.taught") : "",
  ].filter(Boolean);
  return <span>{facts.join(" · ")}</span>;
}
