import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Cdn } from "./cdn.ts";
import { dispatchStateEvents } from "./gateway/dispatch.ts";
import { FaultInjector } from "./gateway/faults.ts";
import { Gateway } from "./gateway/gateway.ts";
import { WAIT_TIMEOUT_MS } from "./people/interaction.ts";
import { Person } from "./people/person.ts";
import { waitFor } from "./people/waitFor.ts";
import { RestApi } from "./rest/rest.ts";
import type { ServerContext } from "./rest/route.ts";
import { loadSchemas, type Schemas } from "./rest/schema.ts";
import { DiscordState } from "./state/discordState.ts";
import { InteractionStore } from "./state/interactions.ts";
import { MessageStore } from "./state/messages.ts";
import type { Channel, Guild, LoggedRequest, Message, Ping } from "./state/model.ts";
import type { Settings } from "./state/settings.ts";

export type { Interaction } from "./people/interaction.ts";
export type { Person } from "./people/person.ts";
export { hasPermissions } from "./state/channelPermissions.ts";
export {
  type Attachment,
  type Channel,
  type Command,
  type CommandOption,
  CommandType,
  type Component,
  ComponentType,
  type FileUpload,
  type Guild,
  type Message,
  MessageFlag,
  MessageType,
  type Modal,
  OptionType,
  type Ping,
  SELECT_TYPES,
} from "./state/model.ts";
export { permissionBits } from "./state/permissions.ts";
export { shardOf } from "./state/snowflake.ts";
export { buttonsOf, textOf } from "./state/text.ts";

export type FakeDiscordOptions = Partial<Settings> & { port?: number; messageContent?: DiscordState["messageContent"] };

const DEFAULTS: Settings = { shards: 1, nonceWindowMs: 180_000, initialResponseMs: 3000, tokenLifetimeMs: 900_000 };

/**
 * A fake Discord on 127.0.0.1 that an unmodified client can connect to. It implements REST API v10, gateway v10 and the
 * CDN, enforces Discord's limits except rate limits, and returns Discord's errors. Initially, it has one guild with the
 * channels #news, #files and #auto. The bot and two people are its members.
 */
export class FakeDiscord {
  readonly state = new DiscordState();
  readonly cdn = new Cdn(() => this.origin);
  readonly gateway: Gateway;
  readonly faults: FaultInjector;
  readonly guild: Guild;
  readonly ada: Person;
  readonly ben: Person;
  readonly #token = randomBytes(32).toString("base64url");
  readonly #context: ServerContext;
  readonly #rest: RestApi;
  readonly #server = createServer((request, response) => this.#handleRequest(request, response));

  private constructor({ port: _, messageContent = "granted", ...settings }: FakeDiscordOptions, schemas: Schemas) {
    const { state, cdn } = this;
    state.messageContent = messageContent;
    const origin = () => this.origin;
    const allSettings = { ...DEFAULTS, ...settings };
    const interactions = new InteractionStore(state, allSettings);
    this.#context = { state, cdn, messages: new MessageStore(state, cdn), interactions, settings: allSettings, origin };
    this.gateway = new Gateway(state, this.#token, origin);
    this.faults = new FaultInjector(this.gateway);
    this.#rest = new RestApi(this.#context, this.faults, schemas, this.#token);
    dispatchStateEvents(state, cdn, this.gateway);
    this.#server.on("upgrade", (request, socket, head) => this.gateway.handleUpgrade(request, socket, head));
    this.guild = state.addGuild("Playground");
    for (const name of ["news", "files", "auto"]) state.addChannel(this.guild, name);
    [this.ada, this.ben] = ["ada", "ben"].map((name) => this.addPerson(name)) as [Person, Person];
    this.guild.owner_id = state.addPerson("owner").id;
  }

  /** Starts a fake Discord on `port`, by default any free port. Rejects if the port cannot be bound. */
  static async start(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
    const fakeDiscord = new FakeDiscord(options, await loadSchemas());
    await new Promise<void>((resolve, reject) => {
      fakeDiscord.#server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    return fakeDiscord;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Environment variables that make a bot connect to this server. */
  get environment(): Record<string, string> {
    return {
      DISCORD_TOKEN: this.#token,
      DISCORD_API_URL: `${this.origin}/api`,
      DISCORD_CDN_URL: this.origin,
      DISCORD_APPLICATION_ID: this.state.applicationId,
    };
  }

  /** The bot's latest REST requests, oldest first. */
  get requests(): LoggedRequest[] {
    return this.#rest.requests;
  }

  /**
   * Descriptions of the bot's latest faulty requests, oldest first: those that cause an `ApiError` with `isViolation`,
   * those with fields that Discord ignores, and those without a User-Agent. Failures of the fake Discord itself are
   * also recorded.
   */
  get violations(): string[] {
    return this.state.violations;
  }

  /** The latest pings caused by the bot's messages, oldest first. */
  get pings(): Ping[] {
    return this.state.pings;
  }

  /** The latest requests to the CDN, oldest first. */
  get fileRequests(): { path: string; status: number }[] {
    return this.cdn.requests;
  }

  /**
   * A channel by id, or by name with or without `#`.
   * @throws Error if there is none
   */
  channel(name: string): Channel {
    return this.state.channel(name);
  }

  /**
   * A person by user id.
   * @throws Error if there is none
   */
  person(id: string): Person {
    const user = this.state.users.get(id);
    if (!user) throw new Error(`there is nobody with id ${id}`);
    return new Person(this.#context, this.gateway, user);
  }

  /** Adds a person who is a member of `guild`, or of no guild if `guild` is null. */
  addPerson(
    username: string,
    overrides: Parameters<DiscordState["addPerson"]>[1] = {},
    guild: Guild | null = this.guild,
  ): Person {
    const user = this.state.addPerson(username, overrides);
    if (guild) this.state.addMember(guild, user);
    return this.person(user.id);
  }

  /** The messages of a channel, oldest first, excluding ephemeral ones. */
  messagesIn(where: Channel | string): Message[] {
    const channel = typeof where === "string" ? this.channel(where) : where;
    return (this.state.messages.get(channel.id) ?? []).filter(({ ephemeralFor }) => ephemeralFor === null);
  }

  /**
   * Waits until a message in any channel satisfies a predicate. Existing messages count. If several match, resolves to
   * the last one in the order of `DiscordState.allMessages`.
   * @throws Error on timeout, listing all messages
   */
  waitFor(predicate: (message: Message) => boolean, timeoutMs: number = WAIT_TIMEOUT_MS): Promise<Message> {
    const allMessages = () => this.state.allMessages();
    return waitFor(this.state, () => allMessages().findLast(predicate) ?? null, timeoutMs, allMessages);
  }

  /** Expires the tokens of all interactions created so far. */
  expireTokens(): void {
    this.#context.interactions.expireTokens();
  }

  /** Closes the server and all connections. */
  async close(): Promise<void> {
    this.gateway.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.origin);
    if (url.pathname.startsWith("/attachments/") && request.method === "GET") {
      const { status, headers, body } = this.cdn.serve(url);
      response.writeHead(status, headers).end(body);
      return;
    }
    await this.#rest.handle(request, response, url).catch((error: unknown) => {
      this.state.recordViolation(`the loopback Discord failed at ${request.method} ${url.pathname}: ${String(error)}`);
      response.destroy();
    });
  }
}
