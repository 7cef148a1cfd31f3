import { ActionRowBuilder, MessageFlags, StringSelectMenuBuilder, TextDisplayBuilder } from "discord.js";
import type { Translate } from "../../present/index.ts";
import { encodeCustomId } from "./customId.ts";
import { allowOnly, type Rendered } from "./render.ts";

/** Variants of a digest that users can request from its card. */
export const VARIANTS = ["shorter", "longer", "bullets", "plain"] as const;
export type Variant = (typeof VARIANTS)[number];

/**
 * Names of the languages in the menu, by language tag. Each name is in the language itself. The list is limited because
 * Discord allows at most 25 options; `/summarise` accepts any language.
 */
const LANGUAGES: Record<string, string> = {
  ...{ en: "English", de: "Deutsch", es: "Español", fr: "Français", it: "Italiano", pt: "Português" },
  ...{ nl: "Nederlands", pl: "Polski", sv: "Svenska", tr: "Türkçe", uk: "Українська", ru: "Русский" },
  ...{ ar: "العربية", he: "עברית", hi: "हिन्दी", id: "Bahasa Indonesia", vi: "Tiếng Việt", ja: "日本語" },
  ...{ ko: "한국어", zh: "中文", el: "Ελληνικά", cs: "Čeština", ro: "Română", fi: "Suomi" },
};

/** Renders the select menus for the variant and the language of a digest. */
export function variantMenu(posting: string, translate: Translate): Rendered {
  const variants = new StringSelectMenuBuilder()
    .setCustomId(encodeCustomId("shape", posting))
    .setPlaceholder(translate("shapeTitle"))
    .addOptions(VARIANTS.map((variant) => ({ label: translate(`shape.${variant}`), value: variant })));
  const languages = new StringSelectMenuBuilder()
    .setCustomId(encodeCustomId("language", posting))
    .setPlaceholder(translate("shapeLanguage"))
    .addOptions(Object.entries(LANGUAGES).map(([value, label]) => ({ label, value })));
  const row = (select: StringSelectMenuBuilder) =>
    new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select).toJSON();
  const title = new TextDisplayBuilder().setContent(translate("shapeTitle")).toJSON();
  const components = [title, row(variants), row(languages)];
  return { body: { flags: MessageFlags.IsComponentsV2, components, ...allowOnly([]) }, files: [] };
}
