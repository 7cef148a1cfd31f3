import { admin } from "./admin.ts";
import { cards } from "./cards.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";
import { talk } from "./talk.ts";

/**
 * The British English catalogue, from which the others are translated. `{name}` is a placeholder. An entry that depends
 * on a number has one string for each plural category, selected by `{n}`. `test/present/catalogue.test.ts` checks for
 * missing keys, unused keys and placeholders that differ between languages.
 */
export const en = { ...errors, ...commands, ...cards, ...admin, ...talk } as const;
export type { admin, cards, commands, errors, talk };
