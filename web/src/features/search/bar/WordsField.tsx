import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { CrossIcon, SearchIcon } from "@/components/ui/icons";
import { MINUS } from "@/components/ui/numbers";

import { isWords, MOST_CHARACTERS, withChanged, withWords } from "../query";
import { useDraft } from "../useDraft";
import { asking, type QueryUrl } from "../useQueryUrl";
import styles from "./words.module.css";
import { WeightSlider } from "./WeightSlider";

/** A pause between words, not between letters: each search costs the server some work. */
const PAUSE_MS = 250;

/** What to look for, in words. The search follows while they are typed; Enter does not wait for a pause. */
export function WordsField({ url }: { url: QueryUrl }) {
  const { t } = useTranslation("search");
  const { terms } = url.query;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { typed, type, search } = useTyping(url);
  const place = terms.findIndex(isWords);
  const term = terms[place];
  const clear = () => {
    search("");
    input.current?.focus();
  };
  return (
    <section className={styles.words} aria-label={t("words.title")}>
      <div className={styles.field}>
        <SearchIcon />
        <label htmlFor={id} className="visually-hidden">
          {t("words.label")}
        </label>
        <input
          ref={input}
          id={id}
          type="search"
          autoComplete="off"
          spellCheck
          enterKeyHint="search"
          maxLength={MOST_CHARACTERS}
          placeholder={t("words.placeholder")}
          value={typed}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            // While an input method still composes, Enter belongs to it.
            if (event.key === "Enter" && !event.nativeEvent.isComposing) search(typed);
            if (event.key === "Escape" && typed) {
              event.preventDefault();
              clear();
            }
          }}
        />
        {typed ? (
          <button type="button" className={styles.clear} aria-label={t("words.clear")} title={t("words.clear")} onClick={clear}>
            <CrossIcon />
          </button>
        ) : null}
      </div>
      {term && (terms.length > 1 || url.query.drawing || term.weight !== 1) ? (
        <Weight weight={term.weight} onWeigh={(weight) => url.adjust((current) => asking(withChanged(current.terms, current.terms.findIndex(isWords), { weight })))} />
      ) : null}
    </section>
  );
}

function Weight({ weight: settled, onWeigh }: { weight: number; onWeigh(weight: number): void }) {
  const { t } = useTranslation("search");
  const weigh = useRef(onWeigh);
  useEffect(() => void (weigh.current = onWeigh));
  const [commit] = useState(() => (next: number) => weigh.current(next));
  const [weight, setWeight] = useDraft(settled, commit);
  const sense = weight > 0 ? "like" : weight < 0 ? "unlike" : "ignored";
  return (
    <div className={styles.weight} data-sense={sense}>
      <span>
        <strong>{t(`words.${sense}`)}</strong> {weightText(weight)}
      </span>
      <WeightSlider label={t("words.weight")} value={weight} say={weightText} onChange={setWeight} />
    </div>
  );
}

const weightText = (weight: number) => weight.toFixed(1).replace("-", MINUS);

/** What stands in the field, joined to the link: the link follows at the next pause, and the field when the link moves. */
function useTyping({ query, go, adjust }: QueryUrl) {
  const linked = query.terms.find(isWords)?.id ?? "";
  const [typed, setTyped] = useState(linked);
  const [seen, setSeen] = useState(linked);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (seen !== linked) {
    setSeen(linked);
    // The link moved by itself: back through the history, or a click elsewhere. Spaces at the ends are not its business.
    if (typed.trim() !== linked) setTyped(linked);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (text: string) => {
    clearTimeout(timer.current);
    // Words that begin a search and words that are cleared are steps to go back from; what is between makes it more precise.
    (linked && text.trim() ? adjust : go)(({ terms }) => asking(withWords(terms, text)));
  };
  return {
    typed,
    type(text: string) {
      setTyped(text);
      clearTimeout(timer.current);
      if (text.trim() !== linked) timer.current = setTimeout(() => commit(text), PAUSE_MS);
    },
    search(text: string) {
      setTyped(text);
      if (text.trim() !== linked) commit(text);
    },
  };
}
