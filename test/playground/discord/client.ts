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

export type ConnectedClient = { discord: FakeDiscord; client: Client<true>; close(): Promise<void> };

/** An unmodified client at a loopback Discord, not logged in. */
export function createClient(discord: FakeDiscord, intents: number[] = INTENTS.plain, shards?: number[]): Client {
  const { DISCORD_API_URL, DISCORD_CDN_URL } = discord.environment;
  return new Client({
    intents,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    rest: { api: DISCORD_API_URL!, cdn: DISCORD_CDN_URL!, retries: 1, timeout: 2000 },
    ...(shards && { shards }),
  });
}

/** Logs in and waits until the client is ready. */
export async function logIn(client: Client, discord: FakeDiscord): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.environment.DISCORD_TOKEN!);
  return ready;
}

/** A loopback Discord with a client logged in. */
export async function connectClient(options: FakeDiscordOptions = {}, intents: number[] = INTENTS.plain): Promise<ConnectedClient> {
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

/** The next event of a client, of those that satisfy. */
export function nextEvent<E extends keyof ClientEvents>(
  client: Client,
  event: E,
  isWanted: (...args: ClientEvents[E]) => boolean = () => true,
): Promise<ClientEvents[E]> {
  return new Promise((resolve) => {
    const hear = (...args: ClientEvents[E]): void => {
      if (!isWanted(...args)) return;
      client.off(event, hear);
      resolve(args);
    };
    client.on(event, hear);
  });
}

/** Lets the bot answer the next interaction so; what it throws comes out. */
export async function handleNextInteraction<T>(client: Client, answer: (interaction: Interaction) => Promise<T>): Promise<T> {
  const [interaction] = await nextEvent(client, Events.InteractionCreate);
  return answer(interaction);
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

/** What a promise rejects with, as discord.js reports Discord's errors. */
export async function rejectionOf(
  promise: Promise<unknown>,
): Promise<{ code: number | string; status: number; rawError: unknown }> {
  return promise.then(
    () => {
      throw new Error("it was not refused");
    },
    (error) => error,
  );
}
