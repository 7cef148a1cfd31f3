import type { AnySelectMenuInteraction, ButtonInteraction, ModalSubmitInteraction } from "discord.js";
import { MessageFlags } from "discord.js";
import { PithError, type PostedSource } from "../../model/index.ts";
import { type ActionName, noteCard, translatorFor } from "../../present/index.ts";
import { isLanguageTag } from "../../text/index.ts";
import {
  badRequest,
  isGuildInstalled,
  localeForUpdate,
  replyWithError,
  withErrorReply,
} from "../interactions/index.ts";
import { attachmentSource, extractSources, messageContent, parseSources } from "../sources.ts";
import {
  askModal,
  DATA_BUTTONS,
  decodeCustomId,
  readSummariseModalId,
  render,
  VARIANTS,
  variantMenu,
} from "../ui/index.ts";
import type { AdminHandler } from "./admin.ts";
import type { AskContextMenu } from "./askContextMenu.ts";
import type { CardActions } from "./cardActions.ts";
import { FORGET_SCOPES, type ForgetHandler } from "./forget.ts";
import type { RequestHandler } from "./requests.ts";

/** The handlers that commands and components call. */
export type Handlers = {
  requests: RequestHandler;
  cardActions: CardActions;
  forget: ForgetHandler;
  admin: AdminHandler;
  askContextMenu: AskContextMenu;
};

type ButtonHandler = (interaction: ButtonInteraction, id: string, handlers: Handlers) => Promise<void>;

/** Button handlers by the action in the custom id. */
const BUTTONS: Record<ActionName | "set", ButtonHandler> = {
  async ask(interaction, posting) {
    await interaction.showModal(askModal("ask", posting, translatorFor(interaction.locale)));
  },

  async stop(interaction, delivery, { requests }) {
    const isStopped = await requests.stop(interaction, delivery);
    await (isStopped
      ? interaction.update(noteBody(translatorFor(localeForUpdate(interaction))("stopped")))
      : interaction.deferUpdate());
  },

  async offer(interaction, message, { requests }) {
    const target = await interaction.channel?.messages.fetch(message).catch(() => null);
    const sources = target ? extractSources(messageContent(target)) : [];
    if (!sources.length) throw new PithError("no_document", translatorFor(interaction.locale)("offerOver"));
    await requests.summarise(interaction, sources, { options: {}, private: false, bypassCache: false, message });
  },

  async forget(interaction, name, { forget }) {
    const scope = FORGET_SCOPES.find((candidate) => candidate === name);
    if (!scope) throw badRequest(interaction, "button");
    await forget.confirm(interaction, scope);
  },

  agree: (interaction, posting, { cardActions }) => cardActions.approveCost(interaction, posting),
  dismiss: (interaction, asker, { cardActions }) => cardActions.dismiss(interaction, asker),
  claims: (interaction, posting, { cardActions }) => cardActions.showClaims(interaction, posting, null),
  before: turnPage,
  after: turnPage,
  shape: (interaction, posting, { cardActions }) =>
    cardActions.showMenu(interaction, posting, (id) => variantMenu(id, translatorFor(interaction.locale))),
  more: (interaction, posting, { cardActions }) => cardActions.showActions(interaction, posting),
  source: (interaction, posting, { cardActions }) => cardActions.showSource(interaction, posting),
  refresh: (interaction, posting, { cardActions }) => cardActions.refresh(interaction, posting),
  remove: (interaction, posting, { cardActions }) => cardActions.remove(interaction, posting),
  async set(interaction, name, { admin, forget }) {
    if (Object.hasOwn(DATA_BUTTONS, name))
      await forget.requestConfirmation(interaction, DATA_BUTTONS[name as keyof typeof DATA_BUTTONS]);
    else await admin.onButton(interaction, name);
  },

  good: (interaction, id, { cardActions }) => cardActions.rate(interaction, ...parseRatedId(id), true),
  bad: (interaction, id, { cardActions }) => cardActions.rate(interaction, ...parseRatedId(id), false),
};

/** Turns to another page of claims. The id has the form `posting.page`. */
async function turnPage(interaction: ButtonInteraction, id: string, { cardActions }: Handlers): Promise<void> {
  const [posting = "", page] = id.split(".");
  await cardActions.showClaims(interaction, posting, Number(page) || 0);
}

/** Parses the id of a rating button: `posting` for a digest, `posting.turn` for an answer. */
function parseRatedId(id: string): [posting: string, turn: string | null] {
  const [posting = "", turn] = id.split(".");
  return [posting, turn ?? null];
}

type SelectHandler = (
  interaction: AnySelectMenuInteraction,
  id: string,
  chosen: string,
  handlers: Handlers,
) => Promise<void>;

/** Select menu handlers by the action in the custom id. */
const SELECTS: Record<string, SelectHandler> = {
  async shape(interaction, posting, value, { cardActions }) {
    const variant = VARIANTS.find((candidate) => candidate === value);
    if (!variant) throw badRequest(interaction, "menu");
    await cardActions.changeVariant(interaction, posting, variant);
  },
  set: (interaction, name, _, { admin }) => admin.onSelect(interaction, name),
  async language(interaction, posting, language, { cardActions }) {
    if (!isLanguageTag(language)) throw badRequest(interaction, "menu");
    await cardActions.changeVariant(interaction, posting, { language });
  },
};

type ModalHandler = (interaction: ModalSubmitInteraction, id: string, handlers: Handlers) => Promise<void>;

/** Modal handlers by the action in the custom id. */
const MODALS: Record<string, ModalHandler> = {
  async ask(interaction, posting, { requests }) {
    // Where the bot is not a member, there is no thread for questions. The answer is then private.
    const isPrivate =
      !isGuildInstalled(interaction) || (interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false);
    await requests.ask(interaction, interaction.fields.getTextInputValue("question"), posting, isPrivate);
  },

  askUnread: (interaction, message, { askContextMenu }) => askContextMenu.onSubmit(interaction, message),
  limits: (interaction, _, { admin }) => admin.onFormSubmit(interaction),

  async give(interaction, id, { requests }) {
    const state = readSummariseModalId(id);
    if (!state) throw badRequest(interaction, "form");
    const { length, language, isPrivate, bypassCache } = state;
    const { fields } = interaction;
    const typed = fields.getTextInputValue("text").trim();
    const files = [...(fields.getUploadedFiles("files")?.values() ?? [])].map(attachmentSource);
    const sources: PostedSource[] = [...files, ...(typed ? parseSources(typed) : [])];
    const focus = fields.getTextInputValue("focus").trim() || null;
    const options = { ...(length && { length }), ...(language && { language }), focus };
    await requests.summarise(interaction, sources, {
      options,
      private: isPrivate,
      bypassCache: bypassCache,
      message: null,
    });
  },
};

/** Handles a button. Replies with an error if its custom id is unknown, for example if another version created it. */
export async function onButton(interaction: ButtonInteraction, handlers: Handlers): Promise<void> {
  const { action, id } = decodeCustomId(interaction.customId) ?? { action: "", id: "" };
  const run = Object.hasOwn(BUTTONS, action) ? BUTTONS[action as keyof typeof BUTTONS] : null;
  if (!run) return replyWithError(interaction, badRequest(interaction, "button"));
  await withErrorReply(interaction, () => run(interaction, id, handlers));
}

/** Handles a select menu. Replies with an error if its custom id is unknown. */
export async function onSelect(interaction: AnySelectMenuInteraction, handlers: Handlers): Promise<void> {
  const { action, id } = decodeCustomId(interaction.customId) ?? { action: "", id: "" };
  const run = Object.hasOwn(SELECTS, action) ? SELECTS[action] : null;
  if (!run) return replyWithError(interaction, badRequest(interaction, "menu"));
  await withErrorReply(interaction, () => run(interaction, id, interaction.values[0] ?? "", handlers));
}

/** Handles a submitted modal. Replies with an error if its custom id is unknown. */
export async function onModal(interaction: ModalSubmitInteraction, handlers: Handlers): Promise<void> {
  const { action, id } = decodeCustomId(interaction.customId) ?? { action: "", id: "" };
  const run = Object.hasOwn(MODALS, action) ? MODALS[action] : null;
  if (!run) return replyWithError(interaction, badRequest(interaction, "form"));
  await withErrorReply(interaction, () => run(interaction, id, handlers));
}

const noteBody = (text: string) => ({ ...render(noteCard(text)).body, flags: MessageFlags.IsComponentsV2 as const });
