import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ArithmeticReply, ArithmeticTerm } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./inside.module.css";

const FIRST = 3;

/** The largest contributions, each laid out number by number. */
export function Terms({ reply }: { reply: ArithmeticReply }) {
  const { t } = useTranslation("inside");
  const [all, setAll] = useState(false);
  const small = reply.terms.every((term) => term.inputs.length === 1);
  const shown = all || small ? reply.terms : reply.terms.slice(0, FIRST);
  if (small && reply.kind === "linear") return <ProductTable terms={shown} />;
  return (
    <div className={styles.terms}>
      {shown.map((term, index) => (
        <Window key={`${term.source} ${index}`} term={term} isPool={reply.kind === "maxpool"} />
      ))}
      {shown.length < reply.terms.length ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          {t("arithmetic.more", { count: reply.terms.length - shown.length })}
        </Button>
      ) : null}
    </div>
  );
}

function Window({ term, isPool }: { term: ArithmeticTerm; isPool: boolean }) {
  const { t } = useTranslation("inside");
  const { plain } = useNumbers();
  const { inputs, weights } = term;
  const products = weights && inputs.map((row, y) => row.map((value, x) => value * (weights[y]?.[x] ?? 0)));
  const largest = Math.max(...inputs.flat());
  return (
    <div className={styles.window}>
      <p>
        <code>{term.source}</code>
        {term.y === null || term.y === undefined ? null : ` ${t("arithmetic.at", { y: plain(term.y), x: plain(term.x ?? 0) })}`}
      </p>
      <div className={styles.equation}>
        <NumberGrid label={t("arithmetic.inputs")} rows={inputs} marked={isPool ? largest : undefined} />
        {weights && products ? (
          <>
            <span aria-hidden="true">×</span>
            <NumberGrid label={t("arithmetic.weights")} rows={weights} signed />
            <span aria-hidden="true">=</span>
            <NumberGrid label={t("arithmetic.products")} rows={products} signed />
            <span className={styles.subtotal}>
              {t("arithmetic.subtotal")} <strong>{plain(term.subtotal)}</strong>
            </span>
          </>
        ) : null}
      </div>
    </div>
  );
}

interface NumberGridProps {
  label: string;
  rows: readonly (readonly number[])[];
  signed?: boolean;
  /** The value to point out. */
  marked?: number;
}

function NumberGrid({ label, rows, signed = false, marked }: NumberGridProps) {
  const { plain } = useNumbers();
  const span = Math.max(1e-9, ...rows.flat().map(Math.abs));
  return (
    <table className={styles.numbers}>
      <caption>{label}</caption>
      <tbody>
        {rows.map((row, y) => (
          <tr key={y}>
            {row.map((value, x) => (
              <td
                key={x}
                data-sign={signed ? (value < 0 ? "minus" : "plus") : "plain"}
                data-marked={value === marked || undefined}
                style={{ "--strength": `${Math.round((Math.abs(value) / span) * 55)}%` }}
              >
                {plain(value, 2)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ProductTable({ terms }: { terms: readonly ArithmeticTerm[] }) {
  const { t } = useTranslation("inside");
  const { plain } = useNumbers();
  const span = Math.max(1e-9, ...terms.map((term) => Math.abs(term.subtotal)));
  return (
    <Scroll label={t("arithmetic.products")}>
      <table className={styles.products}>
        <thead>
          <tr>
            <th scope="col">{t("arithmetic.source")}</th>
            <th scope="col">{t("arithmetic.inputs")}</th>
            <th scope="col">{t("arithmetic.weights")}</th>
            <th scope="col">{t("arithmetic.products")}</th>
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {terms.map((term) => (
            <tr key={term.source}>
              <th scope="row">
                <code>{term.source}</code>
              </th>
              <td>{plain(term.inputs[0]?.[0] ?? 0)}</td>
              <td>× {plain(term.weights?.[0]?.[0] ?? 0)}</td>
              <td>= {plain(term.subtotal)}</td>
              <td aria-hidden="true">
                <span className={styles.share} data-minus={term.subtotal < 0 || undefined} style={{ width: `${(Math.abs(term.subtotal) / span) * 100}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
