import type { Catalogue } from "../entries.ts";
import { office } from "./admin.ts";
import { cards } from "./cards.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";

/** What Pith says in Japanese, in polite form; it has no plurals, so every entry is one text. */
export const ja: Catalogue = { ...errors, ...commands, ...cards, ...office };
