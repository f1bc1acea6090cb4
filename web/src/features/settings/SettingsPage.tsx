import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { doctorQuery, statusQuery } from "@/api/system";
import type { DoctorReply } from "@/api/types";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Choice } from "@/components/ui/Choice";
import { AlertIcon, CheckIcon } from "@/components/ui/icons";
import { Panel } from "@/components/ui/Panel";
import { LabelledSwitch } from "@/components/ui/Toggle";
import { useNumbers } from "@/components/ui/useNumbers";
import { type Language, LANGUAGES, setLanguage } from "@/i18n";
import { setSingleKeys, singleKeysOn } from "@/preferences/shortcuts";
import { chooseTheme, chosenTheme, type Theme } from "@/preferences/theme";

import styles from "./settings.module.css";

import "./messages";

export default function SettingsPage() {
  const { t } = useTranslation("settings");
  return (
    <div className={styles.page}>
      <h1>{t("title")}</h1>
      <Preferences />
      <Limits />
      <Doctor />
    </div>
  );
}

const LANGUAGE_OPTIONS = Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Language, label }));

function Preferences() {
  const { t, i18n } = useTranslation("settings");
  const [theme, setTheme] = useState(chosenTheme);
  const [keys, setKeys] = useState(singleKeysOn);
  const themes = (["system", "light", "dark"] as const).map((value) => ({ value, label: t(`themes.${value}`) }));
  return (
    <Panel title={t("appearance")}>
      <div className={styles.row}>
        <span>{t("language")}</span>
        <Choice label={t("language")} value={i18n.language as Language} options={LANGUAGE_OPTIONS} onChange={setLanguage} />
      </div>
      <div className={styles.row}>
        <span>{t("theme")}</span>
        <Choice<Theme>
          label={t("theme")}
          value={theme}
          options={themes}
          onChange={(next) => {
            chooseTheme(next);
            setTheme(next);
          }}
        />
      </div>
      <LabelledSwitch
        label={t("singleKeys")}
        checked={keys}
        onChange={(on) => {
          setSingleKeys(on);
          setKeys(on);
        }}
      />
    </Panel>
  );
}

function Limits() {
  const { t } = useTranslation("settings");
  const { bytes, count } = useNumbers();
  const { data, error, refetch } = useQuery(statusQuery);
  return (
    <Panel title={t("server")}>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data ? (
        <dl className={styles.facts}>
          <div>
            <dt>{t("version")}</dt>
            <dd>{data.version}</dd>
          </div>
          <div>
            <dt>{t("maxBytes")}</dt>
            <dd>{bytes(data.limits.max_bytes)}</dd>
          </div>
          <div>
            <dt>{t("maxMegapixels")}</dt>
            <dd>{t("megapixels", { value: count(data.limits.max_megapixels) })}</dd>
          </div>
        </dl>
      ) : null}
    </Panel>
  );
}

function Doctor() {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = useQuery(doctorQuery);
  return (
    <Panel title={t("doctor")}>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={t("checking")} /> : null}
      {data ? <Checks checks={data.checks} /> : null}
    </Panel>
  );
}

function Checks({ checks }: { checks: DoctorReply["checks"] }) {
  const { t } = useTranslation("settings");
  if (checks.length === 0) return <p>{t("noChecks")}</p>;
  return (
    <ul className={styles.checks}>
      {checks.map((check) => (
        <li key={check.name} data-ok={check.ok}>
          {check.ok ? <CheckIcon /> : <AlertIcon />}
          <div>
            <strong>{check.name}</strong> <span className="visually-hidden">{t(check.ok ? "works" : "missing")}</span>
            <p>{check.detail}</p>
            {check.cure ? <p className={styles.cure}>{check.cure}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
