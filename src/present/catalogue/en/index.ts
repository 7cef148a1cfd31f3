import { office } from "./admin.ts";
import { cards } from "./cards.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";

/**
 * What Pith says to people, in British English: the catalogue that all others translate, key by key. `{name}` is filled
 * in; an entry that depends on a number has a form for each plural category, chosen by its `{n}`. `test/present/catalogue`
 * finds keys that are missing, that nobody uses, and placeholders that differ.
 */
export const en = { ...errors, ...commands, ...cards, ...office } as const;
