import { addMessages } from "@/i18n";

import en from "./messages.en";
import zh from "./messages.zh";

addMessages("captions", en, zh);
