import type { Catalogue } from "../entries.ts";
import { office } from "./admin.ts";
import { cards } from "./cards.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";

/** What Pith says in German, with "du", as Discord's own German. */
export const de: Catalogue = { ...errors, ...commands, ...cards, ...office };
