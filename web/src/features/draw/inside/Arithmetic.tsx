import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { type Opening, type Place, workOut } from "@/api/marks";
import type { ArithmeticReply } from "@/api/types";
import { Loading, ProblemNotice } from "@/components/problem/Notice";

import styles from "./inside.module.css";
import { PlaceFields } from "./PlaceFields";
import { Sum } from "./Sum";
import { Terms } from "./Terms";

interface ArithmeticProps {
  opening: Opening;
  place: Place;
  shape: readonly number[];
  onMove(place: Place): void;
}

/** Each picture is an object of its own; a number stands for it in the keys of the cache. */
const numbers = new WeakMap<Blob, number>();
let newest = 0;

function numberOf(picture: Blob): number {
  const known = numbers.get(picture) ?? ++newest;
  numbers.set(picture, known);
  return known;
}

export function Arithmetic({ opening, place, shape, onMove }: ArithmeticProps) {
  const { t } = useTranslation("inside");
  const { data, error, refetch } = useQuery<ArithmeticReply>({
    queryKey: ["arithmetic", numberOf(opening.picture), opening.model, opening.glyph, place],
    queryFn: ({ signal }) => workOut(opening, place, signal),
    placeholderData: (previous) => (previous?.layer === place.layer ? previous : undefined),
    gcTime: 30_000,
  });
  return (
    <section className={styles.arithmetic} aria-label={t("arithmetic.title")} data-testid="arithmetic">
      <header>
        <h4>{t("arithmetic.title")}</h4>
        <PlaceFields place={place} shape={shape} onMove={onMove} />
      </header>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data ? (
        <>
          <p className={styles.soft}>{t(`arithmetic.${data.kind}`)}</p>
          <Terms reply={data} />
          <Sum reply={data} />
        </>
      ) : null}
    </section>
  );
}
