import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { searchOptionsQuery } from "@/api/search";
import type { RerankOption } from "@/api/types";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Choice } from "@/components/ui/Choice";
import { LabelledSwitch } from "@/components/ui/Toggle";
import { useNumbers } from "@/components/ui/useNumbers";

import { canVerify, COUNTS, fixedSpace, isWords } from "../query";
import type { QueryUrl } from "../useQueryUrl";
import { Filters } from "./Filters";
import styles from "./options.module.css";
import { MeasureField } from "./MeasureField";
import { Select } from "./Select";
import { SpaceField } from "./SpaceField";

/** How to search and where: everything that is not the question itself. */
export function OptionsPanel({ url, onFilled }: { url: QueryUrl; onFilled(): void }) {
  const { t } = useTranslation("search");
  const { count } = useNumbers();
  const { query, adjust } = url;
  const { data, error, refetch } = useQuery(searchOptionsQuery);
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const fixed = fixedSpace(query);
  const space = data.spaces.find(({ name }) => name === (fixed ?? (query.space || data.space)));
  const usualRerank = space?.rerank ?? data.rerank;
  return (
    <div className={styles.panel}>
      <SpaceField options={data} chosen={space?.name ?? ""} fixedBy={fixed} onChange={(space) => adjust({ space: space === data.space ? "" : space, cutoff: null })} onFilled={onFilled} />
      <RerankField
        methods={data.reranks}
        usual={usualRerank}
        chosen={query.rerank || usualRerank}
        onChange={(rerank) => adjust({ rerank: rerank === usualRerank ? "" : rerank })}
      />
      <div className={styles.field}>
        <LabelledSwitch label={t("options.verify")} checked={query.verify} onChange={(verify) => adjust({ verify })} />
        <p className={styles.soft}>{t(query.terms.some(isWords) ? "options.verifyWords" : fixed ? "options.verifyDrawing" : canVerify(query.terms) ? "options.verifyWhy" : "options.verifyOne")}</p>
      </div>
      <div className={styles.field}>
        <span className={styles.label}>{t("options.k")}</span>
        <Choice
          label={t("options.k")}
          value={String(query.k)}
          options={countsWith(query.k).map((value) => ({ value: String(value), label: count(value) }))}
          onChange={(k) => adjust({ k: Number(k) })}
        />
      </div>
      {query.drawing ? null : <MeasureField measure={query.measure} onChange={(measure) => adjust({ measure })} />}
      <Filters filters={query.filters} onChange={(filters) => adjust({ filters })} />
    </div>
  );
}

/** A link may ask for a number that no button stands for. */
const countsWith = (k: number) => [...new Set<number>([...COUNTS, k])].sort((a, b) => a - b);

interface RerankFieldProps {
  methods: readonly RerankOption[];
  usual: string;
  chosen: string;
  onChange(name: string): void;
}

function RerankField({ methods, usual, chosen, onChange }: RerankFieldProps) {
  const { t } = useTranslation("search");
  const named = methods.some((method) => method.name === "none") ? methods : [{ name: "none", title: "", paper: "" }, ...methods];
  const titleOf = ({ name, title }: RerankOption) => t(`reranks.${name}`, { defaultValue: title });
  const method = named.find(({ name }) => name === chosen);
  return (
    <div className={styles.field}>
      <Select
        label={t("options.rerank")}
        value={chosen}
        options={named.map((each) => ({ value: each.name, label: each.name === usual ? t("options.usual", { name: titleOf(each) }) : titleOf(each) }))}
        onChange={onChange}
      />
      <p className={styles.soft}>{[t(`reranks.about.${chosen}`, { defaultValue: "" }), method?.paper].filter(Boolean).join(" · ")}</p>
    </div>
  );
}
