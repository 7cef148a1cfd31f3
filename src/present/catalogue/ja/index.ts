import type { Catalogue } from "../entries.ts";
import { admin } from "./admin.ts";
import { cards } from "./cards.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";
import { talk } from "./talk.ts";

/** The Japanese catalogue, in polite form. Japanese has no plural categories, so every entry is a single string. */
export const ja: Catalogue = { ...errors, ...commands, ...cards, ...admin, ...talk };
