import { once } from "node:events";
import WebSocket from "ws";
import type { FakeDiscord } from "../../../playground/discord/index.ts";

export type Payload = { op: number; t?: string; s?: number; d: Record<string, unknown> };

/** A WebSocket connection to the gateway, for testing what discord.js does not expose. */
export class GatewaySocket {
  readonly received: Payload[] = [];
  readonly #socket: WebSocket;
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      this.received.push(JSON.parse(String(data)) as Payload);
      socket.emit("payload");
    });
    this.closed = once(socket, "close").then(([code]) => code as number);
  }

  static async open(discord: FakeDiscord): Promise<GatewaySocket> {
    const socket = new WebSocket(`${discord.origin.replace("http", "ws")}/?v=10&encoding=json`);
    const gatewaySocket = new GatewaySocket(socket);
    await once(socket, "open");
    return gatewaySocket;
  }

  send(op: number, d: unknown): void {
    this.#socket.send(JSON.stringify({ op, d }));
  }

  identify(discord: FakeDiscord, intents: number, shard: [number, number] = [0, 1]): void {
    this.send(2, { token: discord.environment.DISCORD_TOKEN, intents, shard, properties: {} });
  }

  /** Resolves with the first payload with the given event name or opcode. Payloads already received count. */
  async next(eventOrOpcode: string | number): Promise<Payload> {
    for (;;) {
      const found = this.received.find(({ op, t }) =>
        typeof eventOrOpcode === "string" ? t === eventOrOpcode : op === eventOrOpcode,
      );
      if (found) return found;
      await once(this.#socket, "payload");
    }
  }

  close(): void {
    this.#socket.close();
  }
}
