import type { SSEStreamingApi } from "hono/streaming";
import type { Channel, Message } from "../discord/index.ts";
import { renderDrawer } from "./render/drawer.ts";
import { renderMessage } from "./render/messages.ts";
import { type PageLocation, renderSidebar } from "./render/page.ts";
import type { Playground, View } from "./view.ts";

type Subscriber = { view: View; location: PageLocation; stream: SSEStreamingApi };

/** How long changes to the sidebar and drawer are collected before one update is sent, in milliseconds. */
const BATCH_WINDOW_MS = 150;

/**
 * Sends changes to every open page as server-sent events. A page receives the messages that its person can see in the
 * open channel and thread. It also receives deletions, typing indicators, and updates of the sidebar and drawer.
 */
export class PageEventStream {
  readonly #subscribers = new Set<Subscriber>();
  readonly #playground: Playground;
  readonly #engine: string;
  #dirtyParts = new Set<"side" | "drawer">();
  #timer: NodeJS.Timeout | null = null;

  /** @param engine label of the configured engine */
  constructor(playground: Playground, engine: string) {
    this.#playground = playground;
    this.#engine = engine;
    const { state } = playground.discord;
    const onChange = (message: Message): void => this.#sendMessage(message);
    state.on("messageCreated", onChange).on("messageUpdated", onChange);
    state.on("reactionAdded", onChange).on("reactionRemoved", onChange);
    state.on("messageDeleted", ({ id }) => this.#broadcast("gone", { id }));
    state.on("messagesDeleted", (messages) => messages.forEach(({ id }) => void this.#broadcast("gone", { id })));
    state.on("typing", (channel, userId) => this.#sendTyping(channel, userId));
    for (const event of ["channelCreated", "channelUpdated", "channelDeleted", "threadCreated", "roleUpdated"] as const)
      state.on(event, () => this.#scheduleRefresh("side"));
    state.on("violation", () => this.#scheduleRefresh("drawer"));
    state.on("acknowledged", () => this.#scheduleRefresh("drawer"));
    playground.activityLog.on("changed", () => this.#scheduleRefresh("drawer"));
  }

  /** Sends events to one page and resolves when its connection closes. */
  async subscribe(view: View, location: PageLocation, stream: SSEStreamingApi): Promise<void> {
    const subscriber = { view, location, stream };
    this.#subscribers.add(subscriber);
    await stream.writeSSE({ event: "hello", data: "{}" });
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    this.#subscribers.delete(subscriber);
  }

  /** Closes the connections of all pages. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    for (const { stream } of this.#subscribers) stream.abort();
  }

  #sendMessage(message: Message): void {
    for (const { view, location, stream } of this.#subscribers) {
      const isOpen = message.channel_id === location.channel.id || message.channel_id === location.thread?.id;
      if (!isOpen || !view.person.canSee(message)) continue;
      const html = String(renderMessage(message, view));
      send(stream, "message", { id: message.id, log: message.channel_id, html });
    }
    this.#scheduleRefresh("drawer");
    // A thread has the same id as the message it was started from. That message shows the thread's message count.
    const starterMessage = this.#playground.discord.state.message(message.channel_id);
    if (starterMessage) this.#sendMessage(starterMessage);
  }

  #sendTyping(channel: Channel, userId: string): void {
    const name = this.#playground.discord.state.users.get(userId)?.global_name ?? "";
    for (const { view, stream } of this.#subscribers)
      if (view.person.id !== userId) send(stream, "typing", { log: channel.id, name });
  }

  #broadcast(event: string, data: object): void {
    for (const { stream } of this.#subscribers) send(stream, event, data);
    this.#scheduleRefresh("drawer");
  }

  #scheduleRefresh(part: "side" | "drawer"): void {
    this.#dirtyParts.add(part);
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_WINDOW_MS);
  }

  #flush(): void {
    this.#timer = null;
    const drawer =
      this.#dirtyParts.has("drawer") && this.#subscribers.size
        ? String(renderDrawer(this.#playground, this.#engine))
        : null;
    for (const { view, location, stream } of this.#subscribers) {
      if (this.#dirtyParts.has("side")) send(stream, "side", { html: String(renderSidebar(view, location)) });
      if (drawer !== null) send(stream, "drawer", { html: drawer });
    }
    this.#dirtyParts = new Set();
  }
}

/** Writes one event. Errors are ignored, since a write fails only after the page has disconnected. */
function send(stream: SSEStreamingApi, event: string, data: object): void {
  stream.writeSSE({ event, data: JSON.stringify(data) }).catch(() => undefined);
}
