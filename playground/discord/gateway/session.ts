import type { WebSocket } from "ws";
import type { Json } from "../state/model.ts";

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-opcodes */
export const Op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const;

/** So many events of a session are kept for a resume. */
const KEPT_EVENTS = 2000;

type Dispatch = { op: 0; t: string; s: number; d: Json };

/** A gateway session: it outlives its connections, and keeps what happened meanwhile for a resume. */
export class Session {
  readonly id: string;
  readonly shard: [index: number, of: number];
  readonly intents: number;
  /** What is sent but cannot be, while it is not connected, waits here with the rest. */
  readonly #sent: Dispatch[] = [];
  #sequence = 0;
  #socket: WebSocket | null;
  isForgotten = false;

  constructor(id: string, shard: [number, number], intents: number, socket: WebSocket) {
    this.id = id;
    this.shard = shard;
    this.intents = intents;
    this.#socket = socket;
  }

  has(intent: number): boolean {
    return (this.intents & intent) !== 0;
  }

  dispatch(event: string, data: Json): void {
    const dispatch: Dispatch = { op: Op.dispatch, t: event, s: ++this.#sequence, d: data };
    this.#sent.push(dispatch);
    if (this.#sent.length > KEPT_EVENTS) this.#sent.shift();
    this.#send(dispatch);
  }

  /** Goes on with a new connection: everything after the last event that the client saw, then RESUMED. */
  resume(socket: WebSocket, sequence: number): void {
    this.#socket = socket;
    for (const dispatch of this.#sent.filter(({ s }) => s > sequence)) this.#send(dispatch);
    this.dispatch("RESUMED", {});
  }

  /** A normal close ends the session; any other leaves it to be resumed. */
  disconnected(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    if (code === 1000 || code === 1001) this.isForgotten = true;
  }

  close(code: number): void {
    this.#socket?.close(code);
  }

  drop(): void {
    this.#socket?.terminate();
  }

  invalidate(isResumable: boolean): void {
    this.isForgotten = !isResumable;
    this.#send({ op: Op.invalid, d: isResumable });
  }

  askToReconnect(): void {
    this.#send({ op: Op.reconnect, d: null });
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  #send(payload: object): void {
    this.#socket?.send(JSON.stringify(payload));
  }
}
