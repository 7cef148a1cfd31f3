import type { Catalogue } from "../entries.ts";
import { office } from "./admin.ts";
import { cards } from "./cards.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";

/** What Pith says in Spanish, with "tú"; that of Spain and of Latin America. */
export const es: Catalogue = { ...errors, ...commands, ...cards, ...office };
