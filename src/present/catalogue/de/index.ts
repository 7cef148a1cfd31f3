import type { Catalogue } from "../entries.ts";
import { admin } from "./admin.ts";
import { cards } from "./cards.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";
import { talk } from "./talk.ts";

/** The German catalogue. It uses the informal "du", as Discord does. */
export const de: Catalogue = { ...errors, ...commands, ...cards, ...admin, ...talk };
