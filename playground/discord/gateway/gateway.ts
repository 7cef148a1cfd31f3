import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { guildCreateJson, userJson } from "../rest/json.ts";
import { applicationJson, gatewayOf } from "../rest/routes/application.ts";
import { remember } from "../state/boundedLog.ts";
import type { World } from "../state/discordState.ts";
import type { Json } from "../state/model.ts";
import { shardOf } from "../state/snowflake.ts";
import { Op, Session } from "./session.ts";

/** https://discord.com/developers/docs/events/gateway#gateway-intents */
export const Intent = {
  Guilds: 1 << 0,
  GuildMessages: 1 << 9,
  GuildMessageReactions: 1 << 10,
  GuildMessageTyping: 1 << 11,
  DirectMessages: 1 << 12,
  DirectMessageReactions: 1 << 13,
  DirectMessageTyping: 1 << 14,
  MessageContent: 1 << 15,
} as const;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const Close = {
  notAuthenticated: 4003,
  badToken: 4004,
  alreadyAuthenticated: 4005,
  badShard: 4010,
  disallowedIntents: 4014,
  badIntents: 4013,
};

const HEARTBEAT_MS = 41_250;
const ALL_INTENTS = (1 << 26) - 1;

type Identify = { token: string; intents: number; shard?: [number, number] };
type Resume = { token: string; session_id: string; seq: number };
type Payload = { op: number; d: unknown };

/** What an event says, to one session; null when that session is not told. */
export type Told = (session: Session) => Json | null;

/** The gateway v10 (https://discord.com/developers/docs/events/gateway). */
export class Gateway {
  readonly #world: World;
  readonly #token: string;
  readonly #origin: () => string;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, Session>();
  #held: (() => void)[] = [];
  isHolding = false;
  isRefusing = false;
  /** Events of which the next is delivered twice. */
  readonly repeats: string[] = [];
  /** Every IDENTIFY and RESUME that came, for tests to look at. */
  readonly arrivals: { op: "identify" | "resume"; shard: [number, number]; intents: number }[] = [];

  constructor(world: World, token: string, origin: () => string) {
    this.#world = world;
    this.#token = token;
    this.#origin = origin;
  }

  /** Takes over a connection that wants to be a web socket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.isRefusing) socket.destroy();
    else this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket));
  }

  /** Tells the sessions of a guild's shard, or of shard 0 for what is in no guild. */
  dispatch(event: string, guild: string | null, told: Told): void {
    const deliver = (): void => {
      const repeat = this.repeats.indexOf(event);
      if (repeat >= 0) this.repeats.splice(repeat, 1);
      for (const session of this.#sessions.values()) {
        const [index, of] = session.shard;
        const data = index === shardOf(guild, of) ? told(session) : null;
        if (!data) continue;
        session.dispatch(event, data);
        if (repeat >= 0) session.dispatch(event, data);
      }
    };
    if (this.isHolding) this.#held.push(deliver);
    else deliver();
  }

  /** Lets go what was held back. */
  release(): void {
    this.isHolding = false;
    for (const deliver of this.#held.splice(0)) deliver();
  }

  forEachSession(act: (session: Session) => void): void {
    for (const session of this.#sessions.values()) act(session);
    this.#forget();
  }

  /** How many sessions are connected. */
  get connected(): number {
    return [...this.#sessions.values()].filter(({ isConnected }) => isConnected).length;
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #forget(): void {
    for (const [id, { isForgotten }] of this.#sessions) if (isForgotten) this.#sessions.delete(id);
  }

  #connect(socket: WebSocket): void {
    const send = (payload: object): void => socket.send(JSON.stringify(payload));
    let session: Session | null = null;
    socket.on("error", () => undefined); // a fault on demand; its close follows
    socket.on("close", (code) => {
      session?.disconnected(socket, code);
      this.#forget();
    });
    socket.on("message", (data) => {
      const { op, d } = JSON.parse(String(data)) as Payload;
      if (op === Op.heartbeat) return send({ op: Op.ack });
      if (op === Op.resume) session = this.#resume(socket, d as Resume);
      else if (op === Op.identify) {
        if (session) return socket.close(Close.alreadyAuthenticated);
        session = this.#identify(socket, d as Identify);
      } else if (!session) socket.close(Close.notAuthenticated);
    });
    send({ op: Op.hello, d: { heartbeat_interval: HEARTBEAT_MS } });
  }

  #identify(socket: WebSocket, { token, intents, shard = [0, 1] }: Identify): Session | null {
    const refusal =
      token.replace(/^Bot /, "") !== this.#token
        ? Close.badToken
        : shard[0] >= shard[1]
          ? Close.badShard
          : !Number.isInteger(intents) || intents & ~ALL_INTENTS
            ? Close.badIntents
            : intents & Intent.MessageContent && this.#world.messageContent === "disallowed"
              ? Close.disallowedIntents
              : null;
    if (refusal) {
      socket.close(refusal);
      return null;
    }
    remember(this.arrivals, { op: "identify", shard, intents });
    const session = new Session(randomBytes(16).toString("hex"), shard, intents, socket);
    this.#sessions.set(session.id, session);
    const guilds = [...this.#world.guilds.values()].filter(
      ({ id }) => this.#world.hasBot(id) && shardOf(id, shard[1]) === shard[0],
    );
    const { id, flags } = applicationJson({ world: this.#world });
    session.dispatch("READY", {
      v: 10,
      user: userJson(this.#world.bot),
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: gatewayOf(this.#origin()),
      shard,
      application: { id, flags },
    });
    if (session.has(Intent.Guilds)) {
      for (const guild of guilds) session.dispatch("GUILD_CREATE", guildCreateJson(this.#world, guild));
    }
    return session;
  }

  #resume(socket: WebSocket, { token, session_id, seq }: Resume): Session | null {
    const session = this.#sessions.get(session_id);
    if (!session || token.replace(/^Bot /, "") !== this.#token) {
      socket.send(JSON.stringify({ op: Op.invalid, d: false }));
      return null;
    }
    remember(this.arrivals, { op: "resume", shard: session.shard, intents: session.intents });
    session.resume(socket, seq);
    return session;
  }
}
