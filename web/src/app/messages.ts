import { addMessages } from "@/i18n";

import en from "./messages.en";
import zh from "./messages.zh";
import commonEn from "../components/problem/messages.en";
import commonZh from "../components/problem/messages.zh";

addMessages("app", en, zh);
addMessages("common", commonEn, commonZh);
