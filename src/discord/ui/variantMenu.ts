import { ActionRowBuilder, MessageFlags, StringSelectMenuBuilder, TextDisplayBuilder } from "discord.js";
import type { Say } from "../../present/index.ts";
import { SHAPES } from "../handlers/cardActions.ts";
import { encodeId } from "./customId.ts";
import { allowOnly, type Rendered } from "./render.ts";

/** Languages that people choose from, each in its own words; `/summarise language` takes any. */
const LANGUAGES: Record<string, string> = {
  ...{ en: "English", de: "Deutsch", es: "Español", fr: "Français", it: "Italiano", pt: "Português" },
  ...{ nl: "Nederlands", pl: "Polski", sv: "Svenska", tr: "Türkçe", uk: "Українська", ru: "Русский" },
  ...{ ar: "العربية", he: "עברית", hi: "हिन्दी", id: "Bahasa Indonesia", vi: "Tiếng Việt", ja: "日本語" },
  ...{ ko: "한국어", zh: "中文", el: "Ελληνικά", cs: "Čeština", ro: "Română", fi: "Suomi" },
};

/** The selects by which a digest is had otherwise. */
export function shapeChoices(posting: string, say: Say): Rendered {
  const shapes = new StringSelectMenuBuilder()
    .setCustomId(encodeId("shape", posting))
    .setPlaceholder(say("shapeTitle"))
    .addOptions(SHAPES.map((shape) => ({ label: say(`shape.${shape}`), value: shape })));
  const languages = new StringSelectMenuBuilder()
    .setCustomId(encodeId("language", posting))
    .setPlaceholder(say("shapeLanguage"))
    .addOptions(Object.entries(LANGUAGES).map(([value, label]) => ({ label, value })));
  const row = (select: StringSelectMenuBuilder) =>
    new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select).toJSON();
  const title = new TextDisplayBuilder().setContent(say("shapeTitle")).toJSON();
  const components = [title, row(shapes), row(languages)];
  return { body: { flags: MessageFlags.IsComponentsV2, components, ...allowOnly([]) }, files: [] };
}
