import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/Button";

import { withWords } from "../query";
import { asking, type QueryUrl } from "../useQueryUrl";
import styles from "./words.module.css";

const IDEAS = ["one", "two", "three", "four"] as const;

/** A few sentences to begin with, of the kind that the words' model learned from. */
export function WordIdeas({ go }: QueryUrl) {
  const { t } = useTranslation("search");
  return (
    <p className={styles.ideas}>
      {t("words.try")}
      {IDEAS.map((idea) => (
        <Button key={idea} onClick={() => go(({ terms }) => asking(withWords(terms, t(`words.ideas.${idea}`))))}>
          {t(`words.ideas.${idea}`)}
        </Button>
      ))}
    </p>
  );
}
