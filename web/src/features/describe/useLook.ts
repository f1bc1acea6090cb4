import { useState } from "react";

import { remember, remembered } from "@/preferences/memory";

import type { Look } from "./attention";

/** How a map is shown, kept from visit to visit. */
export function useLook(): [Look, (look: Look) => void] {
  const [look, setLook] = useState<Look>(() => (remembered("describe-look") === "colours" ? "colours" : "light"));
  const choose = (next: Look) => {
    remember("describe-look", next);
    setLook(next);
  };
  return [look, choose];
}
