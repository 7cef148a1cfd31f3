import {
  ApplicationCommandType,
  Client,
  type ClientEvents,
  ContextMenuCommandBuilder,
  Events,
  GatewayIntentBits,
  type Interaction,
  Partials,
  SlashCommandBuilder,
} from "discord.js";
import { FakeDiscord, type FakeDiscordOptions } from "../../../playground/discord/index.ts";

const { Guilds, GuildMessages, DirectMessages, MessageContent, GuildMessageReactions } = GatewayIntentBits;
export const INTENTS = {
  plain: [Guilds, GuildMessages, DirectMessages, GuildMessageReactions],
  content: MessageContent,
};

/** A fake Discord and a discord.js client that is logged in to it. */
export type ClientSetup = { discord: FakeDiscord; client: Client<true>; close(): Promise<void> };

/** Creates an unmodified discord.js client that connects to the fake Discord. It is not logged in. */
export function createClient(discord: FakeDiscord, intents: number[] = INTENTS.plain, shards?: number[]): Client {
  const { DISCORD_API_URL, DISCORD_CDN_URL } = discord.environment;
  return new Client({
    intents,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    rest: { api: DISCORD_API_URL!, cdn: DISCORD_CDN_URL!, retries: 1, timeout: 2000 },
    ...(shards && { shards }),
  });
}

/** Logs in, and resolves when the client is ready. */
export async function logIn(client: Client, discord: FakeDiscord): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.environment.DISCORD_TOKEN!);
  return ready;
}

/** Starts a fake Discord and logs a client in. */
export async function connectClient(
  options: FakeDiscordOptions = {},
  intents: number[] = INTENTS.plain,
): Promise<ClientSetup> {
  const discord = await FakeDiscord.start(options);
  const client = await logIn(createClient(discord, intents), discord);
  return {
    discord,
    client,
    close: async () => {
      await client.destroy();
      await discord.close();
    },
  };
}

/** Resolves with the arguments of the next `event` for which `predicate` returns true. */
export function nextEvent<E extends keyof ClientEvents>(
  client: Client,
  event: E,
  predicate: (...args: ClientEvents[E]) => boolean = () => true,
): Promise<ClientEvents[E]> {
  return new Promise((resolve) => {
    const listener = (...args: ClientEvents[E]): void => {
      if (!predicate(...args)) return;
      client.off(event, listener);
      resolve(args);
    };
    client.on(event, listener);
  });
}

/** Passes the next interaction to `handler`. Resolves with its result or rejects with its error. */
export async function handleNextInteraction<T>(
  client: Client,
  handler: (interaction: Interaction) => Promise<T>,
): Promise<T> {
  const [interaction] = await nextEvent(client, Events.InteractionCreate);
  return handler(interaction);
}

export const COMMANDS = [
  new SlashCommandBuilder()
    .setName("say")
    .setDescription("Says something")
    .setIntegrationTypes(0, 1)
    .setContexts(0, 1, 2)
    .addStringOption((option) => option.setName("text").setDescription("What").setAutocomplete(true))
    .addAttachmentOption((option) => option.setName("file").setDescription("A file"))
    .addUserOption((option) => option.setName("to").setDescription("To whom")),
  new SlashCommandBuilder()
    .setName("set")
    .setDescription("Settings")
    .addSubcommand((sub) =>
      sub
        .setName("length")
        .setDescription("How long")
        .addIntegerOption((option) => option.setName("words").setDescription("Words").setRequired(true).setMinValue(1)),
    ),
  new ContextMenuCommandBuilder().setName("Read this").setType(ApplicationCommandType.Message),
].map((command) => command.toJSON());

/**
 * Resolves with the `DiscordAPIError` or other error that a promise rejects with.
 * @throws Error if the promise resolves
 */
export async function rejectionOf(
  promise: Promise<unknown>,
): Promise<{ code: number | string; status: number; rawError: unknown }> {
  return promise.then(
    () => {
      throw new Error("the promise was not rejected");
    },
    (error) => error,
  );
}
