import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { guildCreateJson, userJson } from "../rest/json.ts";
import { applicationJson, gatewayUrl } from "../rest/routes/application.ts";
import type { DiscordState } from "../state/discordState.ts";
import type { Json } from "../state/model.ts";
import { pushBounded } from "../state/pushBounded.ts";
import { shardOf } from "../state/snowflake.ts";
import { GatewayOpcode, Session } from "./session.ts";

/** Gateway intents (https://discord.com/developers/docs/events/gateway#gateway-intents). */
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

/**
 * Close codes (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
 */
const CloseCode = {
  NotAuthenticated: 4003,
  AuthenticationFailed: 4004,
  AlreadyAuthenticated: 4005,
  InvalidShard: 4010,
  DisallowedIntents: 4014,
  InvalidIntents: 4013,
};

const HEARTBEAT_INTERVAL_MS = 41_250;
const ALL_INTENTS = (1 << 26) - 1;

type Identify = { token: string; intents: number; shard?: [number, number] };
type Resume = { token: string; session_id: string; seq: number };
type GatewayPayload = { op: number; d: unknown };

/** Creates the data of an event for one session, or returns null if the session does not receive the event. */
export type PayloadFactory = (session: Session) => Json | null;

/** A gateway server, version 10 (https://discord.com/developers/docs/events/gateway). */
export class Gateway {
  readonly #state: DiscordState;
  readonly #token: string;
  readonly #origin: () => string;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, Session>();
  #heldEvents: (() => void)[] = [];
  isHoldingEvents = false;
  isRefusingConnections = false;
  /** Number of refused connections, for tests. */
  refusedConnections = 0;
  /** Event types whose next event is delivered twice. */
  readonly duplicatedEvents: string[] = [];
  /** The latest accepted Identify and Resume commands, oldest first, for tests. */
  readonly handshakes: { op: "identify" | "resume"; shard: [number, number]; intents: number }[] = [];

  constructor(state: DiscordState, token: string, origin: () => string) {
    this.#state = state;
    this.#token = token;
    this.#origin = origin;
  }

  /** Completes a WebSocket upgrade, unless connections are refused. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.isRefusingConnections) {
      this.refusedConnections++;
      socket.destroy();
    } else this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket));
  }

  /** Sends an event to the sessions of a guild's shard. Events without a guild go to shard 0. */
  dispatch(event: string, guild: string | null, payloadFor: PayloadFactory): void {
    const deliverEvent = (): void => {
      const duplicateIndex = this.duplicatedEvents.indexOf(event);
      if (duplicateIndex >= 0) this.duplicatedEvents.splice(duplicateIndex, 1);
      for (const session of this.#sessions.values()) {
        const [index, shardCount] = session.shard;
        const data = index === shardOf(guild, shardCount) ? payloadFor(session) : null;
        if (!data) continue;
        session.dispatch(event, data);
        if (duplicateIndex >= 0) session.dispatch(event, data);
      }
    };
    if (this.isHoldingEvents) this.#heldEvents.push(deliverEvent);
    else deliverEvent();
  }

  /** Delivers the held events and stops holding. */
  releaseEvents(): void {
    this.isHoldingEvents = false;
    for (const deliverEvent of this.#heldEvents.splice(0)) deliverEvent();
  }

  forEachSession(callback: (session: Session) => void): void {
    for (const session of this.#sessions.values()) callback(session);
    this.#deleteEndedSessions();
  }

  /** Number of sessions with an open connection. */
  get connectedSessions(): number {
    return [...this.#sessions.values()].filter(({ isConnected }) => isConnected).length;
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #deleteEndedSessions(): void {
    for (const [id, { isEnded }] of this.#sessions) if (isEnded) this.#sessions.delete(id);
  }

  #connect(socket: WebSocket): void {
    const send = (payload: object): void => socket.send(JSON.stringify(payload));
    let session: Session | null = null;
    socket.on("error", () => undefined); // caused by simulated network faults; `close` follows
    socket.on("close", (code) => {
      session?.handleDisconnect(socket, code);
      this.#deleteEndedSessions();
    });
    socket.on("message", (data) => {
      const { op, d } = JSON.parse(String(data)) as GatewayPayload;
      if (op === GatewayOpcode.Heartbeat) return send({ op: GatewayOpcode.HeartbeatAck });
      if (op === GatewayOpcode.Resume) session = this.#resume(socket, d as Resume);
      else if (op === GatewayOpcode.Identify) {
        if (session) return socket.close(CloseCode.AlreadyAuthenticated);
        session = this.#identify(socket, d as Identify);
      } else if (!session) socket.close(CloseCode.NotAuthenticated);
    });
    send({ op: GatewayOpcode.Hello, d: { heartbeat_interval: HEARTBEAT_INTERVAL_MS } });
  }

  #identify(socket: WebSocket, { token, intents, shard = [0, 1] }: Identify): Session | null {
    const closeCode =
      token.replace(/^Bot /, "") !== this.#token
        ? CloseCode.AuthenticationFailed
        : shard[0] >= shard[1]
          ? CloseCode.InvalidShard
          : !Number.isInteger(intents) || intents & ~ALL_INTENTS
            ? CloseCode.InvalidIntents
            : intents & Intent.MessageContent && this.#state.messageContent === "disallowed"
              ? CloseCode.DisallowedIntents
              : null;
    if (closeCode) {
      socket.close(closeCode);
      return null;
    }
    pushBounded(this.handshakes, { op: "identify", shard, intents });
    const session = new Session(randomBytes(16).toString("hex"), shard, intents, socket);
    this.#sessions.set(session.id, session);
    const guilds = [...this.#state.guilds.values()].filter(
      ({ id }) => this.#state.hasBot(id) && shardOf(id, shard[1]) === shard[0],
    );
    const { id, flags } = applicationJson({ state: this.#state });
    session.dispatch("READY", {
      v: 10,
      user: userJson(this.#state.bot),
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: gatewayUrl(this.#origin()),
      shard,
      application: { id, flags },
    });
    if (session.hasIntent(Intent.Guilds)) {
      for (const guild of guilds) session.dispatch("GUILD_CREATE", guildCreateJson(this.#state, guild));
    }
    return session;
  }

  #resume(socket: WebSocket, { token, session_id, seq }: Resume): Session | null {
    const session = this.#sessions.get(session_id);
    if (!session || token.replace(/^Bot /, "") !== this.#token) {
      socket.send(JSON.stringify({ op: GatewayOpcode.InvalidSession, d: false }));
      return null;
    }
    pushBounded(this.handshakes, { op: "resume", shard: session.shard, intents: session.intents });
    session.resume(socket, seq);
    return session;
  }
}
