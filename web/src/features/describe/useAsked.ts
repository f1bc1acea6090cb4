import { type AskedUrl, useAskedUrl } from "@/components/given/useAskedUrl";

import { type Asked, linkOf, readAsked } from "./asked";

export const useAsked = (): AskedUrl<Asked> => useAskedUrl(readAsked, linkOf);
