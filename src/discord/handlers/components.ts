import type { AnySelectMenuInteraction, ButtonInteraction, ModalSubmitInteraction } from "discord.js";
import { MessageFlags } from "discord.js";
import { PithError, type PostedSource } from "../../model/index.ts";
import { type ActionName, noteCard, sayIn } from "../../present/index.ts";
import { isLanguageTag } from "../../text/index.ts";
import { botIsThere, localeInPlace } from "../interactions/context.ts";
import { complain, orComplain, unfit } from "../interactions/errorReply.ts";
import { attachmentSource, contentOf, sourcesIn, typedSources } from "../sources.ts";
import { decodeId } from "../ui/customId.ts";
import { askModal, readGiveId } from "../ui/modals.ts";
import { render } from "../ui/render.ts";
import { shapeChoices } from "../ui/variantMenu.ts";
import type { Office } from "./admin.ts";
import type { Unread } from "./askContextMenu.ts";
import { type Cards, SHAPES } from "./cardActions.ts";
import { type Forgetting, SCOPES } from "./forget.ts";
import type { Desk } from "./requests.ts";

type Press = (interaction: ButtonInteraction, id: string, counter: Counter) => Promise<void>;
/** Who takes what buttons and forms ask for. */
export type Counter = { desk: Desk; cards: Cards; forgetting: Forgetting; office: Office; unread: Unread };

/** What each button does. All a button knows stands in its `custom_id`. */
const PRESSES: Record<ActionName | "set", Press> = {
  async ask(interaction, posting) {
    await interaction.showModal(askModal("ask", posting, sayIn(interaction.locale)));
  },

  async stop(interaction, delivery, { desk }) {
    const stopped = await desk.stop(interaction, delivery);
    await (stopped
      ? interaction.update(shown(sayIn(localeInPlace(interaction))("stopped")))
      : interaction.deferUpdate());
  },

  async offer(interaction, message, { desk }) {
    const posted = await interaction.channel?.messages.fetch(message).catch(() => null);
    const sources = posted ? sourcesIn(contentOf(posted)) : [];
    if (!sources.length) throw new PithError("not_found", sayIn(interaction.locale)("offerOver"));
    await desk.summarise(interaction, sources, { options: {}, private: false, fresh: false, message });
  },

  async forget(interaction, name, { forgetting }) {
    const scope = SCOPES.find((one) => one === name);
    if (!scope) throw unfit(interaction, "button");
    await forgetting.confirm(interaction, scope);
  },

  agree: (interaction, posting, { cards }) => cards.agree(interaction, posting),
  dismiss: (interaction, asker, { cards }) => cards.dismiss(interaction, asker),
  claims: (interaction, posting, { cards }) => cards.claims(interaction, posting, null),
  before: turnPage,
  after: turnPage,
  shape: (interaction, posting, { cards }) =>
    cards.offer(interaction, posting, (id) => shapeChoices(id, sayIn(interaction.locale))),
  more: (interaction, posting, { cards }) => cards.menu(interaction, posting),
  source: (interaction, posting, { cards }) => cards.source(interaction, posting),
  refresh: (interaction, posting, { cards }) => cards.refresh(interaction, posting),
  remove: (interaction, posting, { cards }) => cards.remove(interaction, posting),
  set: (interaction, name, { office }) => office.press(interaction, name),
  good: (interaction, id, { cards }) => cards.judge(interaction, ...postingAndTurn(id), true),
  bad: (interaction, id, { cards }) => cards.judge(interaction, ...postingAndTurn(id), false),
};

async function turnPage(interaction: ButtonInteraction, id: string, { cards }: Counter): Promise<void> {
  const [posting = "", page] = id.split(".");
  await cards.claims(interaction, posting, Number(page) || 0);
}

/** A digest is known by its posting, an answer by its turn too. */
function postingAndTurn(id: string): [posting: string, turn: string | null] {
  const [posting = "", turn] = id.split(".");
  return [posting, turn ?? null];
}

type Choose = (interaction: AnySelectMenuInteraction, id: string, chosen: string, counter: Counter) => Promise<void>;

/** What each select does. */
const CHOICES: Record<string, Choose> = {
  async shape(interaction, posting, chosen, { cards }) {
    const shape = SHAPES.find((one) => one === chosen);
    if (!shape) throw unfit(interaction, "menu");
    await cards.reshape(interaction, posting, shape);
  },
  set: (interaction, name, _, { office }) => office.choose(interaction, name),
  async language(interaction, posting, language, { cards }) {
    if (!isLanguageTag(language)) throw unfit(interaction, "menu");
    await cards.reshape(interaction, posting, { language });
  },
};

type Submit = (interaction: ModalSubmitInteraction, id: string, counter: Counter) => Promise<void>;

/** What each modal's contents are for. */
const SUBMITS: Record<string, Submit> = {
  async ask(interaction, posting, { desk }) {
    // Where the bot is no member there is no thread to talk in: who asks there talks with it alone.
    const isPrivate = !botIsThere(interaction) || (interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false);
    await desk.ask(interaction, interaction.fields.getTextInputValue("question"), posting, isPrivate);
  },

  askUnread: (interaction, message, { unread }) => unread.answer(interaction, message),
  limits: (interaction, _, { office }) => office.limit(interaction),

  async give(interaction, id, { desk }) {
    const given = readGiveId(id);
    if (!given) throw unfit(interaction, "form");
    const { length, language, isPrivate, fresh } = given;
    const { fields } = interaction;
    const typed = fields.getTextInputValue("text").trim();
    const files = [...(fields.getUploadedFiles("files")?.values() ?? [])].map(attachmentSource);
    const sources: PostedSource[] = [...files, ...(typed ? typedSources(typed) : [])];
    const focus = fields.getTextInputValue("focus").trim() || null;
    const options = { ...(length && { length }), ...(language && { language }), focus };
    await desk.summarise(interaction, sources, { options, private: isPrivate, fresh, message: null });
  },
};

/** A button or modal of an earlier version, or of nobody, says so instead of failing in silence. */
export async function press(interaction: ButtonInteraction, counter: Counter): Promise<void> {
  const { action, id } = decodeId(interaction.customId) ?? { action: "", id: "" };
  const run = Object.hasOwn(PRESSES, action) ? PRESSES[action as keyof typeof PRESSES] : null;
  if (!run) return complain(interaction, unfit(interaction, "button"));
  await orComplain(interaction, () => run(interaction, id, counter));
}

/** Choosing in a select. */
export async function choose(interaction: AnySelectMenuInteraction, counter: Counter): Promise<void> {
  const { action, id } = decodeId(interaction.customId) ?? { action: "", id: "" };
  const run = Object.hasOwn(CHOICES, action) ? CHOICES[action] : null;
  if (!run) return complain(interaction, unfit(interaction, "menu"));
  await orComplain(interaction, () => run(interaction, id, interaction.values[0] ?? "", counter));
}

export async function submit(interaction: ModalSubmitInteraction, counter: Counter): Promise<void> {
  const { action, id } = decodeId(interaction.customId) ?? { action: "", id: "" };
  const run = Object.hasOwn(SUBMITS, action) ? SUBMITS[action] : null;
  if (!run) return complain(interaction, unfit(interaction, "form"));
  await orComplain(interaction, () => run(interaction, id, counter));
}

const shown = (words: string) => ({ ...render(noteCard(words)).body, flags: MessageFlags.IsComponentsV2 as const });
