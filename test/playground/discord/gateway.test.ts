import { Events, type TextChannel } from "discord.js";
import { afterEach, describe, expect, test } from "vitest";
import { FakeDiscord, type FakeDiscordOptions, shardOf } from "../../../playground/discord/index.ts";
import {
  type ClientSetup,
  connectClient,
  createClient,
  handleNextInteraction,
  INTENTS,
  logIn,
  nextEvent,
} from "./client.ts";
import { GatewaySocket } from "./gatewaySocket.ts";

const GUILDS = 1;
const GUILD_MESSAGES = 1 << 9;
const MESSAGE_CONTENT = 1 << 15;

/** The timeout is long enough for a busy machine. */

describe("gateway of the fake Discord", () => {
  const closeables: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const closeable of closeables.splice(0).toReversed()) await closeable.close();
  });
  const closeAfterTest = <T extends { close(): unknown }>(closeable: T): T => {
    closeables.push(closeable);
    return closeable;
  };
  const startWithClient = async (options: FakeDiscordOptions = {}, intents?: number[]): Promise<ClientSetup> =>
    closeAfterTest(await connectClient(options, intents));
  const start = async (options: FakeDiscordOptions = {}): Promise<FakeDiscord> =>
    closeAfterTest(await FakeDiscord.start(options));
  const openSocket = async (discord: FakeDiscord): Promise<GatewaySocket> =>
    closeAfterTest(await GatewaySocket.open(discord));

  test("sends Hello, acknowledges heartbeats, and sends guilds after READY", async () => {
    const discord = await start();
    const socket = await openSocket(discord);
    expect((await socket.next(10)).d.heartbeat_interval).toBeGreaterThan(1000);
    socket.send(1, null);
    await socket.next(11);
    socket.identify(discord, GUILDS);
    expect((await socket.next("READY")).d).toMatchObject({
      v: 10,
      guilds: [{ id: discord.guild.id, unavailable: true }],
      resume_gateway_url: expect.stringMatching(/^ws:/),
    });
    expect((await socket.next("GUILD_CREATE")).d).toMatchObject({
      id: discord.guild.id,
      members: [{ user: { bot: true } }],
    });
  });

  test.each<[string, number, FakeDiscordOptions, (socket: GatewaySocket, discord: FakeDiscord) => void]>([
    ["a wrong token", 4004, {}, (socket) => socket.send(2, { token: "wrong", intents: 1 })],
    [
      "a disallowed intent",
      4014,
      { messageContent: "disallowed" },
      (socket, discord) => socket.identify(discord, MESSAGE_CONTENT),
    ],
    ["an unknown intent", 4013, {}, (socket, discord) => socket.identify(discord, 2 ** 30)],
    ["an invalid shard", 4010, {}, (socket, discord) => socket.identify(discord, 1, [2, 2])],
    ["an opcode before Identify", 4003, {}, (socket) => socket.send(3, {})],
  ])("closes the connection after %s with code %i", async (_, code, options, act) => {
    const discord = await start(options);
    const socket = await openSocket(discord);
    act(socket, discord);
    expect(await socket.closed).toBe(code);
  });

  test("makes discord.js report a disallowed intent, and accepts a login without it", async () => {
    const discord = await start({ messageContent: "disallowed" });
    const refused = createClient(discord, [...INTENTS.plain, INTENTS.content]);
    await expect(refused.login(discord.environment.DISCORD_TOKEN!)).rejects.toThrow(/disallowed intents/i);
    await refused.destroy();
    const client = await logIn(createClient(discord), discord);
    expect((await client.application.fetch()).flags.bitfield).toBe(0);
    const posted = discord.ada.post("news", { content: "unread" });
    const news = (await client.channels.fetch(discord.channel("news").id)) as TextChannel;
    expect((await news.messages.fetch({ message: posted.id, force: true })).content).toBe("");
    await client.destroy();
  });

  test("without the Message Content intent, sends content only in direct messages, mentions and the bot's own messages", async () => {
    const { discord, client } = await startWithClient();
    const receive = async (act: () => unknown) => {
      const received = nextEvent(client, Events.MessageCreate);
      act();
      const [{ content, attachments }] = await received;
      return [content, attachments.size];
    };
    const files = [{ name: "a.txt", bytes: "file" }];
    expect(await receive(() => discord.ada.post("news", { content: "plain", files }))).toEqual(["", 0]);
    const mention = `<@${client.user.id}> look`;
    expect(await receive(() => discord.ada.post("news", { content: mention, files }))).toEqual([mention, 1]);
    expect(await receive(() => discord.ada.post(discord.ada.dm(), { content: "direct", files }))).toEqual([
      "direct",
      1,
    ]);
    const news = (await client.channels.fetch(discord.channel("news").id)) as TextChannel;
    expect(await receive(() => news.send("my own"))).toEqual(["my own", 0]);
    const own = discord.messagesIn("news").at(-1)!;
    expect(await receive(() => discord.ada.post("news", { content: "with ping", replyTo: own }))).toEqual([
      "with ping",
      0,
    ]);
    expect(await receive(() => discord.ada.post("news", { content: "without", replyTo: own, ping: false }))).toEqual([
      "",
      0,
    ]);
  });

  test("withholds the content of a referenced message by the same rules", async () => {
    const discord = await start();
    const socket = await openSocket(discord);
    socket.identify(discord, GUILDS | GUILD_MESSAGES);
    await socket.next("GUILD_CREATE");
    const secret = discord.ben.post("files", { content: "between people" });
    discord.ada.post("files", { content: `<@${discord.state.bot.id}> see`, replyTo: secret });
    await socket.next("MESSAGE_CREATE");
    discord.ada.startTyping("files");
    await expect.poll(() => socket.received.filter(({ t }) => t === "MESSAGE_CREATE")).toHaveLength(2);
    const [first, second] = socket.received.filter(({ t }) => t === "MESSAGE_CREATE");
    expect(first!.d.content).toBe("");
    expect(second!.d).toMatchObject({ content: expect.stringContaining("see"), referenced_message: { content: "" } });
    expect(socket.received.some(({ t }) => t === "TYPING_START")).toBe(false);
  });

  test("sends events only for requested intents, but interactions always", async () => {
    const discord = await start();
    const socket = await openSocket(discord);
    socket.identify(discord, 0);
    await socket.next("READY");
    discord.ada.post("news", { content: "x" });
    discord.ada.startThread("news", "x");
    discord.ada.slash("news", "x", {}, { force: true });
    await socket.next("INTERACTION_CREATE");
    expect(socket.received.map(({ t }) => t).filter(Boolean)).toEqual(["READY", "INTERACTION_CREATE"]);
  });

  test.each<[string, (discord: FakeDiscord) => void]>([
    ["a close frame", (discord) => discord.faults.closeGateway(4000)],
    ["a lost connection", (discord) => discord.faults.dropGateway()],
    ["a Reconnect (opcode 7)", (discord) => discord.faults.requestReconnect()],
  ])("resumes the session after %s, and replays missed events", async (_, interrupt) => {
    const { discord, client } = await startWithClient({}, [...INTENTS.plain, INTENTS.content]);
    const release = discord.faults.refuseConnections();
    const received = nextEvent(client, Events.MessageCreate);
    interrupt(discord);
    await expect.poll(() => discord.gateway.connectedSessions).toBe(0);
    discord.ada.post("news", { content: "missed" });
    release();
    expect((await received)[0].content).toBe("missed");
    expect(discord.gateway.handshakes.map(({ op }) => op)).toEqual(["identify", "resume"]);
  });

  test("resumes an invalid session that is resumable", async () => {
    const { discord, client } = await startWithClient();
    const resumed = nextEvent(client, Events.ShardResume);
    discord.faults.invalidateSessions(true);
    await resumed;
    expect(discord.gateway.handshakes.map(({ op }) => op)).toEqual(["identify", "resume"]);
  });

  test("refuses to resume an ended session", async () => {
    const discord = await start();
    const socket = await openSocket(discord);
    socket.identify(discord, GUILDS);
    const { session_id } = (await socket.next("READY")).d;
    discord.faults.invalidateSessions(false);
    expect((await socket.next(9)).d).toBe(false);
    const again = await openSocket(discord);
    again.send(6, { token: discord.environment.DISCORD_TOKEN, session_id, seq: 1 });
    expect((await again.next(9)).d).toBe(false);
  });

  test("holds events back, and delivers an event twice", async () => {
    const { discord, client } = await startWithClient();
    const names: string[] = [];
    const last = nextEvent(client, Events.InteractionCreate, (interaction) => {
      if (interaction.isChatInputCommand()) names.push(interaction.commandName);
      return names.at(-1) === "last";
    });
    const release = discord.faults.holdEvents();
    discord.ada.slash("news", "held", {}, { force: true });
    await client.rest.get("/gateway");
    expect(names).toEqual([]);
    discord.faults.duplicateNext("INTERACTION_CREATE");
    release();
    discord.ada.slash("news", "last", {}, { force: true });
    await last;
    expect(names).toEqual(["held", "held", "last"]);
  });

  test("sends events of a guild to its shard, and events outside guilds to shard 0", async () => {
    const discord = await start({ shards: 2 });
    const guilds = [discord.guild];
    while (guilds.every(({ id }) => shardOf(id, 2) === shardOf(discord.guild.id, 2)))
      guilds.push(discord.state.addGuild("Other"));
    const other = guilds.at(-1)!;
    discord.state.addMember(other, discord.ada.user);
    const channel = discord.state.addChannel(other, "other");
    const [shard0, shard1] = [await openSocket(discord), await openSocket(discord)];
    shard0.identify(discord, (1 << 16) - 1, [0, 2]);
    shard1.identify(discord, (1 << 16) - 1, [1, 2]);
    await Promise.all([shard0.next("GUILD_CREATE"), shard1.next("GUILD_CREATE")]);
    for (const where of [discord.channel("news"), channel, discord.ada.dm()]) {
      discord.ada.post(where, { content: "x" });
      discord.ada.slash(where, "x", {}, { force: true });
    }
    await expect.poll(() => shard0.received.length + shard1.received.length).toBe(2 * 2 + guilds.length + 6);
    const guildsOf = (socket: GatewaySocket, event: string) =>
      socket.received.filter(({ t }) => t === event).map(({ d }) => d.guild_id ?? null);
    const [guildOfShard0, guildOfShard1] =
      shardOf(discord.guild.id, 2) === 0 ? [discord.guild.id, other.id] : [other.id, discord.guild.id];
    for (const event of ["MESSAGE_CREATE", "INTERACTION_CREATE"]) {
      expect(new Set(guildsOf(shard0, event))).toEqual(new Set([guildOfShard0, null]));
      expect(guildsOf(shard1, event)).toEqual([guildOfShard1]);
    }
    const client = await logIn(createClient(discord, INTENTS.plain, [0, 1]), discord);
    expect(client.ws.shards.size).toBe(2);
    expect(client.guilds.cache.size).toBe(guilds.length);
    await client.destroy();
  });

  test("sends events to each of two clients, and accepts only the first response to an interaction", async () => {
    const { discord, client } = await startWithClient();
    const second = await logIn(createClient(discord), discord);
    const replyOnce = (bot: typeof client) =>
      handleNextInteraction(bot, async (interaction) => {
        if (!interaction.isChatInputCommand()) throw new Error("no command");
        return interaction.reply("mine").then(
          () => "taken",
          ({ code }) => code as number,
        );
      });
    const outcomes = Promise.all([replyOnce(client), replyOnce(second)]);
    discord.ada.slash("news", "x", {}, { force: true });
    expect((await outcomes).toSorted()).toEqual([40_060, "taken"]);
    await second.destroy();
  });

  test("sends GUILD_CREATE and GUILD_DELETE when the bot joins and leaves a guild", async () => {
    const { discord, client } = await startWithClient();
    const joined = nextEvent(client, Events.GuildCreate);
    const guild = discord.state.addGuild("New");
    expect((await joined)[0].name).toBe("New");
    const left = nextEvent(client, Events.GuildDelete);
    discord.state.leaveGuild(guild);
    expect((await left)[0].id).toBe(guild.id);
  });
});
