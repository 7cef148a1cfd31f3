import type { Catalogue } from "../entries.ts";
import { admin } from "./admin.ts";
import { cards } from "./cards.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";
import { talk } from "./talk.ts";

/** The Spanish catalogue, for Spain and Latin America. It uses the informal "tú". */
export const es: Catalogue = { ...errors, ...commands, ...cards, ...admin, ...talk };
