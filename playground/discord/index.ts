import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Cdn } from "./cdn.ts";
import { relay } from "./gateway/dispatch.ts";
import { Faults } from "./gateway/faults.ts";
import { Gateway } from "./gateway/gateway.ts";
import { PATIENCE_MS } from "./people/handle.ts";
import { Person } from "./people/person.ts";
import { until } from "./people/waitFor.ts";
import { Rest } from "./rest/rest.ts";
import type { Parts, Settings } from "./rest/route.ts";
import { loadSchemas, type Schemas } from "./rest/schema.ts";
import { World } from "./state/discordState.ts";
import { Interactions } from "./state/interactions.ts";
import { Messages } from "./state/messages.ts";
import type { Channel, Guild, LoggedRequest, Message, Ping } from "./state/model.ts";

export type { Interaction } from "./people/handle.ts";
export type { Person } from "./people/person.ts";
export {
  type Attachment,
  type Channel,
  type Command,
  type CommandOption,
  type Component,
  type FileUpload,
  type Guild,
  type Message,
  MessageFlag,
  type Modal,
  type Ping,
} from "./state/model.ts";
export { bits, may } from "./state/permissions.ts";
export { shardOf } from "./state/snowflake.ts";
export { buttonsOf, textOf } from "./state/text.ts";

export type LoopbackOptions = Partial<Settings> & { port?: number; messageContent?: World["messageContent"] };

const DEFAULTS: Settings = { shards: 1, nonceMs: 180_000, respondWithinMs: 3000, tokenMs: 900_000 };

/**
 * A Discord on 127.0.0.1: REST v10, gateway v10 and file server, as strict as the real one and with its errors, for an
 * unmodified client. It begins with one guild, the channels #news, #files and #auto, the bot, and Ada and Ben.
 */
export class Loopback {
  readonly world = new World();
  readonly cdn = new Cdn(() => this.origin);
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly guild: Guild;
  readonly ada: Person;
  readonly ben: Person;
  readonly #token = randomBytes(32).toString("base64url");
  readonly #parts: Parts;
  readonly #rest: Rest;
  readonly #server = createServer((request, response) => this.#answer(request, response));

  private constructor({ port: _, messageContent = "granted", ...settings }: LoopbackOptions, schemas: Schemas) {
    const { world, cdn } = this;
    world.messageContent = messageContent;
    const origin = () => this.origin;
    const all = { ...DEFAULTS, ...settings };
    const interactions = new Interactions(world, all);
    this.#parts = { world, cdn, messages: new Messages(world, cdn), interactions, settings: all, origin };
    this.gateway = new Gateway(world, this.#token, origin);
    this.faults = new Faults(this.gateway);
    this.#rest = new Rest(this.#parts, this.faults, schemas, this.#token);
    relay(world, cdn, this.gateway);
    this.#server.on("upgrade", (request, socket, head) => this.gateway.upgrade(request, socket, head));
    this.guild = world.addGuild("Loopback");
    for (const name of ["news", "files", "auto"]) world.addChannel(this.guild, name);
    [this.ada, this.ben] = ["ada", "ben"].map((name) => this.addPerson(name)) as [Person, Person];
    this.guild.owner_id = world.addPerson("owner").id;
  }

  /** Starts one, on a free port unless `port` says which. */
  static async start(options: LoopbackOptions = {}): Promise<Loopback> {
    const loopback = new Loopback(options, await loadSchemas());
    await new Promise<void>((resolve, reject) => {
      loopback.#server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    return loopback;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a bot's environment must say to be here. */
  get environment(): Record<string, string> {
    return {
      DISCORD_TOKEN: this.#token,
      DISCORD_API_URL: `${this.origin}/api`,
      DISCORD_CDN_URL: this.origin,
      DISCORD_APPLICATION_ID: this.world.application,
    };
  }

  /** Everything the bot asked over REST, oldest first. */
  get requests(): LoggedRequest[] {
    return this.#rest.requests;
  }

  /** What the bot did that Discord refuses or overlooks, each as a sentence. */
  get breaches(): string[] {
    return this.world.breaches;
  }

  /** Whom the messages really notified. */
  get pings(): Ping[] {
    return this.world.pings;
  }

  /** Which files were fetched. */
  get files(): { path: string; status: number }[] {
    return this.cdn.requests;
  }

  /** A channel by its name, with or without #, or by its id. */
  channel(name: string): Channel {
    return this.world.channel(name);
  }

  /** Somebody by id. @throws Error when there is nobody */
  person(id: string): Person {
    const user = this.world.users.get(id);
    if (!user) throw new Error(`there is nobody with id ${id}`);
    return new Person(this.#parts, this.gateway, user);
  }

  /** A new person, a member of the guild given, or of none when it is null. */
  addPerson(username: string, more: Parameters<World["addPerson"]>[1] = {}, guild: Guild | null = this.guild): Person {
    const user = this.world.addPerson(username, more);
    if (guild) this.world.addMember(guild, user);
    return this.person(user.id);
  }

  /** The messages of a channel that all its people see, oldest first. */
  messagesIn(where: Channel | string): Message[] {
    const channel = typeof where === "string" ? this.channel(where) : where;
    return (this.world.messages.get(channel.id) ?? []).filter(({ only }) => only === null);
  }

  /** A message, as soon as one satisfies. @throws Error that lists what there is, when none does */
  waitFor(isWanted: (message: Message) => boolean, timeoutMs: number = PATIENCE_MS): Promise<Message> {
    const all = () => this.world.allMessages();
    return until(this.world, () => all().findLast(isWanted) ?? null, timeoutMs, all);
  }

  /** Makes the tokens of all interactions so far expire now, as fifteen minutes do. */
  expireTokens(): void {
    this.#parts.interactions.expireTokens();
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    this.gateway.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.origin);
    if (url.pathname.startsWith("/attachments/") && request.method === "GET") {
      const { status, headers, body } = this.cdn.serve(url);
      response.writeHead(status, headers).end(body);
      return;
    }
    await this.#rest.answer(request, response, url).catch((error: unknown) => {
      this.world.breach(`the loopback Discord failed at ${request.method} ${url.pathname}: ${String(error)}`);
      response.destroy();
    });
  }
}
