import type { World } from "../state/discordState.ts";
import type { Message } from "../state/model.ts";
import { buttonsOf, textOf } from "../state/text.ts";

/**
 * Looks at once, and again whenever a message is new or changed or an interaction answered, until there is something.
 * @param there what to tell of when time is up
 * @throws Error that lists it
 */
export function until<T>(world: World, look: () => T | null, timeoutMs: number, there: () => Message[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const events = ["messageCreated", "messageUpdated", "messageDeleted", "acknowledged", "followedUp"] as const;
    const stop = (): void => {
      clearTimeout(timer);
      for (const event of events) world.off(event, check);
    };
    const check = (): void => {
      try {
        const found = look();
        if (found === null) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error as Error);
      }
    };
    const timer = setTimeout(() => {
      stop();
      const list = there().map(described).join("\n") || "nothing";
      reject(
        new Error(`not within ${timeoutMs} ms; there is:\n${list}\nbreaches: ${world.breaches.join("; ") || "none"}`),
      );
    }, timeoutMs).unref();
    for (const event of events) world.on(event, check);
    check();
  });
}

/** One line of what a message says and offers. */
function described(message: Message): string {
  const buttons = buttonsOf(message).map(({ label, custom_id }) => `[${label ?? custom_id}]`);
  const text = textOf(message).replaceAll("\n", " ⏎ ").slice(0, 400);
  const kind = message.flags & (1 << 7) ? "thinking…" : text || "no text";
  return `- ${message.id}${message.only ? " (ephemeral)" : ""}: ${kind} ${buttons.join(" ")}`.trimEnd();
}
