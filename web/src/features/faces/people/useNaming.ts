import { useTranslation } from "react-i18next";

import { confirmFaces, createPerson, type WhichFaces } from "@/api/people";
import type { PersonReply } from "@/api/types";

import { useDoing } from "./useDoing";
import type { Who } from "./WhoField";

/** Says whose faces these are, of somebody known or somebody new. */
export function useNaming(): (which: WhichFaces, who: Who) => Promise<PersonReply | null> {
  const { t } = useTranslation("people");
  const { act } = useDoing();
  return (which, who) =>
    act(
      () => (who.id === null ? createPerson({ ...which, name: who.name }) : confirmFaces(who.id, which)),
      ({ changed, person }) => t("done.named", { count: changed, name: person.name }),
    );
}
