import type { SSEStreamingApi } from "hono/streaming";
import type { Channel, Message } from "../discord/index.ts";
import { type Backstage, drawer } from "./render/drawer.ts";
import { message } from "./render/messages.ts";
import { type Place, side } from "./render/page.ts";
import type { View } from "./view.ts";

type Reader = { view: View; place: Place; stream: SSEStreamingApi };

/** What happens quickly one after the other is shown together. */
const TOGETHER_MS = 150;

/** Tells every open page what changes in it: messages as its person sees them, channels, the drawer. */
export class Stream {
  readonly #readers = new Set<Reader>();
  readonly #stage: Backstage;
  readonly #engine: string;
  #waiting = new Set<"side" | "drawer">();
  #timer: NodeJS.Timeout | null = null;

  constructor(stage: Backstage, engine: string) {
    this.#stage = stage;
    this.#engine = engine;
    const { world } = stage.discord;
    const changed = (one: Message): void => this.#tell(one);
    world.on("messageCreated", changed).on("messageUpdated", changed);
    world.on("reactionAdded", changed).on("reactionRemoved", changed);
    world.on("messageDeleted", ({ id }) => this.#tellAll("gone", { id }));
    world.on("messagesDeleted", (all) => all.forEach(({ id }) => void this.#tellAll("gone", { id })));
    world.on("typing", (channel, user) => this.#typing(channel, user));
    for (const event of ["channelCreated", "channelUpdated", "channelDeleted", "threadCreated", "roleUpdated"] as const)
      world.on(event, () => this.#soon("side"));
    world.on("breach", () => this.#soon("drawer")).on("acknowledged", () => this.#soon("drawer"));
    stage.ledger.on("changed", () => this.#soon("drawer"));
  }

  /** Keeps a page told until it is closed. */
  async serve(view: View, place: Place, stream: SSEStreamingApi): Promise<void> {
    const reader = { view, place, stream };
    this.#readers.add(reader);
    await stream.writeSSE({ event: "hello", data: "{}" });
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    this.#readers.delete(reader);
  }

  /** Ends all that is open. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    for (const { stream } of this.#readers) stream.abort();
  }

  #tell(said: Message): void {
    for (const { view, place, stream } of this.#readers) {
      const isHere = said.channel_id === place.channel.id || said.channel_id === place.thread?.id;
      if (!isHere || !view.person.sees(said)) continue;
      send(stream, "message", { id: said.id, log: said.channel_id, html: String(message(said, view)) });
    }
    this.#soon("drawer");
    // A thread's messages are counted where it began.
    const begin = this.#stage.discord.world.message(said.channel_id);
    if (begin) this.#tell(begin);
  }

  #typing(channel: Channel, user: string): void {
    const name = this.#stage.discord.world.users.get(user)?.global_name ?? "";
    for (const { view, stream } of this.#readers)
      if (view.person.id !== user) send(stream, "typing", { log: channel.id, name });
  }

  #tellAll(event: string, data: object): void {
    for (const { stream } of this.#readers) send(stream, event, data);
    this.#soon("drawer");
  }

  #soon(what: "side" | "drawer"): void {
    this.#waiting.add(what);
    this.#timer ??= setTimeout(() => this.#flush(), TOGETHER_MS);
  }

  #flush(): void {
    this.#timer = null;
    const shown = this.#waiting.has("drawer") && this.#readers.size ? String(drawer(this.#stage, this.#engine)) : null;
    for (const { view, place, stream } of this.#readers) {
      if (this.#waiting.has("side")) send(stream, "side", { html: String(side(view, place)) });
      if (shown !== null) send(stream, "drawer", { html: shown });
    }
    this.#waiting = new Set();
  }
}

/** A page that went away needs nothing more. */
function send(stream: SSEStreamingApi, event: string, data: object): void {
  stream.writeSSE({ event, data: JSON.stringify(data) }).catch(() => undefined);
}
