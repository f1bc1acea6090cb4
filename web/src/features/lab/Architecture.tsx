import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { architectureQuery } from "@/api/models";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { colourOf } from "@/components/networks/series";

import styles from "./lab.module.css";

/** Drawings come as text so that they take the page's colours; anything that could act is left out. */
function withoutScripts(svg: string): string {
  const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  drawing.querySelectorAll("script, foreignObject").forEach((element) => element.remove());
  for (const element of [drawing, ...drawing.querySelectorAll("*")])
    for (const name of element.getAttributeNames()) if (/^on|href$/i.test(name)) element.removeAttribute(name);
  return drawing.outerHTML;
}

export function Architecture({ name, title }: { name: string; title: string }) {
  const { t } = useTranslation("lab");
  const { data, error, refetch } = useQuery(architectureQuery(name));
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <figure
      className={styles.architecture}
      aria-label={t("architectureOf", { title })}
      style={{ "--accent": colourOf(name) }}
      dangerouslySetInnerHTML={{ __html: withoutScripts(data) }}
    />
  );
}
