import type { WebSocket } from "ws";
import type { Json } from "../state/model.ts";

/** Opcodes (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-opcodes). */
export const GatewayOpcode = {
  Dispatch: 0,
  Heartbeat: 1,
  Identify: 2,
  Resume: 6,
  Reconnect: 7,
  InvalidSession: 9,
  Hello: 10,
  HeartbeatAck: 11,
} as const;

/** Maximum number of events buffered per session for a resume. */
const REPLAY_BUFFER_SIZE = 2000;

type DispatchPayload = { op: 0; t: string; s: number; d: Json };

/** A gateway session. It outlives its connections and buffers events, so that a resume can replay them. */
export class Session {
  readonly id: string;
  readonly shard: [index: number, count: number];
  readonly intents: number;
  /** The latest events, oldest first, including those dispatched while the session is disconnected. */
  readonly #replayBuffer: DispatchPayload[] = [];
  #sequence = 0;
  #socket: WebSocket | null;
  isEnded = false;

  constructor(id: string, shard: [number, number], intents: number, socket: WebSocket) {
    this.id = id;
    this.shard = shard;
    this.intents = intents;
    this.#socket = socket;
  }

  hasIntent(intent: number): boolean {
    return (this.intents & intent) !== 0;
  }

  dispatch(event: string, data: Json): void {
    const payload: DispatchPayload = { op: GatewayOpcode.Dispatch, t: event, s: ++this.#sequence, d: data };
    this.#replayBuffer.push(payload);
    if (this.#replayBuffer.length > REPLAY_BUFFER_SIZE) this.#replayBuffer.shift();
    this.#send(payload);
  }

  /** Continues the session on a new connection: replays the events after `sequence`, then sends RESUMED. */
  resume(socket: WebSocket, sequence: number): void {
    this.#socket = socket;
    for (const payload of this.#replayBuffer.filter(({ s }) => s > sequence)) this.#send(payload);
    this.dispatch("RESUMED", {});
  }

  /** Ends the session if the connection closed with code 1000 or 1001. After other codes, it can be resumed. */
  handleDisconnect(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    if (code === 1000 || code === 1001) this.isEnded = true;
  }

  close(code: number): void {
    this.#socket?.close(code);
  }

  drop(): void {
    this.#socket?.terminate();
  }

  invalidate(isResumable: boolean): void {
    this.isEnded = !isResumable;
    this.#send({ op: GatewayOpcode.InvalidSession, d: isResumable });
  }

  requestReconnect(): void {
    this.#send({ op: GatewayOpcode.Reconnect, d: null });
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  #send(payload: object): void {
    this.#socket?.send(JSON.stringify(payload));
  }
}
