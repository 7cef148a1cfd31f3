import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type WebSocket, WebSocketServer } from "ws";
import { answer, user } from "./rest.ts";
import { type Message, World } from "./world.ts";

export { type Message, textOf } from "./world.ts";

/** A person's options of a slash command, by name. A file is one that was uploaded before. */
export type SlashOptions = Record<string, string | boolean | { file: string }>;

/** Application command option types (https://discord.com/developers/docs/interactions/application-commands). */
const OPTION = { string: 3, boolean: 5, attachment: 11 };

/**
 * A Discord on 127.0.0.1: as much of REST v10, gateway v10 and CDN as an unmodified discord.js needs to log in, to be
 * sent slash commands and to answer them. It refuses what Discord refuses and writes it down in `world.breaches`.
 */
export class Loopback {
  readonly world = new World();
  readonly #sockets = new Set<WebSocket>();
  readonly #server = createServer((request, response) => {
    this.#answer(request).then(
      ({ status, body, type = "application/json" }) =>
        response.writeHead(status, body === undefined ? {} : { "content-type": type }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  #sequence = 0;

  static async start(): Promise<Loopback> {
    const loopback = new Loopback();
    new WebSocketServer({ server: loopback.#server }).on("connection", (socket) => loopback.#connect(socket));
    await new Promise<void>((resolve) => loopback.#server.listen(0, "127.0.0.1", resolve));
    return loopback;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a bot's environment must say to be here. */
  get environment(): Record<string, string> {
    return { DISCORD_TOKEN: "loopback", DISCORD_API_URL: `${this.origin}/api`, DISCORD_CDN_URL: this.origin };
  }

  /** Posts a file, and gives the name by which an option refers to it. */
  upload(name: string, bytes: Uint8Array, type: string): { file: string } {
    const file = this.world.id();
    this.world.uploads.set(file, { name, type, bytes });
    return { file };
  }

  /** A person uses a slash command. Gives the message that answers it, when it satisfies `isFinished`. */
  slash(name: string, options: SlashOptions, isFinished: (message: Message) => boolean): Promise<Message> {
    const { world } = this;
    const interaction = {
      id: world.id(),
      token: `token-${world.id()}`,
      answered: false,
      ephemeral: false,
      message: null,
    };
    world.interactions.set(interaction.token, interaction);
    const finished = new Promise<Message>((resolve) => {
      const look = (message: Message): void => {
        if (world.interactions.get(interaction.token)?.message !== message || !isFinished(message)) return;
        world.off("edited", look);
        resolve(message);
      };
      world.on("edited", look);
    });
    this.#dispatch("INTERACTION_CREATE", {
      ...this.#command(name, options),
      id: interaction.id,
      token: interaction.token,
    });
    return finished;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body?: string | Buffer; type?: string }> {
    const url = new URL(request.url ?? "/", this.origin);
    const file = /^\/attachments\/(\d+)\//.exec(url.pathname)?.[1];
    if (file) {
      const upload = this.world.uploads.get(file);
      return upload ? { status: 200, body: Buffer.from(upload.bytes), type: upload.type } : { status: 404 };
    }
    const posted = (await buffer(request)).toString();
    const { status, body } = answer(
      this.world,
      request.method ?? "GET",
      decodeURIComponent(url.pathname).replace(/^\/api\/v10/, ""),
      posted ? JSON.parse(posted) : null,
      this.origin.slice(7),
    );
    return { status, ...(body !== undefined && { body: JSON.stringify(body) }) };
  }

  /** The gateway: hello, identify and READY, heartbeats. */
  #connect(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    const send = (message: object): void => socket.send(JSON.stringify(message));
    send({ op: 10, d: { heartbeat_interval: 41_250 } });
    socket.on("message", (data) => {
      const { op } = JSON.parse(String(data)) as { op: number };
      if (op === 1) send({ op: 11 });
      if (op !== 2) return;
      const { application, guild } = this.world;
      const ready = {
        v: 10,
        user: user(this.world),
        guilds: [{ id: guild, unavailable: true }],
        session_id: "loopback",
        resume_gateway_url: `ws://${this.origin.slice(7)}`,
        application: { id: application, flags: 0 },
      };
      send({ op: 0, t: "READY", s: ++this.#sequence, d: ready });
      const channels = [{ id: this.world.channel, type: 0, name: "news", position: 0, permission_overwrites: [] }];
      const roles = [
        {
          id: guild,
          name: "@everyone",
          permissions: "0",
          position: 0,
          color: 0,
          hoist: false,
          managed: false,
          mentionable: false,
        },
      ];
      send({
        op: 0,
        t: "GUILD_CREATE",
        s: ++this.#sequence,
        d: {
          id: guild,
          name: "Loopback",
          channels,
          roles,
          members: [],
          threads: [],
          emojis: [],
          stickers: [],
          preferred_locale: "en-GB",
          features: [],
          owner_id: "1",
          member_count: 1,
        },
      });
    });
  }

  #dispatch(event: string, data: object): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify({ op: 0, t: event, s: ++this.#sequence, d: data }));
  }

  #command(name: string, options: SlashOptions): object {
    const { world } = this;
    const attachments: Record<string, object> = {};
    const given = Object.entries(options).map(([option, value]) => {
      if (typeof value === "boolean") return { name: option, type: OPTION.boolean, value };
      if (typeof value === "string") return { name: option, type: OPTION.string, value };
      const upload = world.uploads.get(value.file)!;
      const url = `${this.origin}/attachments/${value.file}/${encodeURIComponent(upload.name)}`;
      attachments[value.file] = {
        id: value.file,
        filename: upload.name,
        content_type: upload.type,
        size: upload.bytes.length,
        url,
        proxy_url: url,
      };
      return { name: option, type: OPTION.attachment, value: value.file };
    });
    const person = { id: "1000000000000000001", username: "ada", discriminator: "0", global_name: "Ada", avatar: null };
    return {
      application_id: world.application,
      type: 2,
      version: 1,
      guild_id: world.guild,
      channel_id: world.channel,
      channel: { id: world.channel, type: 0, name: "news", permissions: "0" },
      member: {
        user: person,
        roles: [],
        joined_at: new Date(0).toISOString(),
        deaf: false,
        mute: false,
        flags: 0,
        permissions: "0",
      },
      locale: "en-GB",
      guild_locale: "en-GB",
      app_permissions: "0",
      entitlements: [],
      authorizing_integration_owners: { "0": world.guild },
      context: 0,
      attachment_size_limit: 10_000_000,
      data: { id: world.id(), name, type: 1, options: given, resolved: { attachments } },
    };
  }
}
