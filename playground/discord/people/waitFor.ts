import type { DiscordState } from "../state/discordState.ts";
import { type Message, MessageFlag } from "../state/model.ts";
import { buttonsOf, textOf } from "../state/text.ts";

/**
 * Waits until `probe` returns a value other than null, and resolves to that value. Calls `probe` immediately, and again
 * after each change to a message or response.
 * @param currentMessages messages to list in the timeout error
 * @throws Error on timeout, or whatever `probe` throws
 */
export function waitFor<T>(
  state: DiscordState,
  probe: () => T | null,
  timeoutMs: number,
  currentMessages: () => Message[],
): Promise<T> {
  return new Promise((resolve, reject) => {
    const events = ["messageCreated", "messageUpdated", "messageDeleted", "acknowledged", "followedUp"] as const;
    const cleanUp = (): void => {
      clearTimeout(timer);
      for (const event of events) state.off(event, check);
    };
    const check = (): void => {
      try {
        const result = probe();
        if (result === null) return;
        cleanUp();
        resolve(result);
      } catch (error) {
        cleanUp();
        reject(error as Error);
      }
    };
    const timer = setTimeout(() => {
      cleanUp();
      const summary = currentMessages().map(describeMessage).join("\n") || "nothing";
      reject(
        new Error(
          `not within ${timeoutMs} ms; there is:\n${summary}\nviolations: ${state.violations.join("; ") || "none"}`,
        ),
      );
    }, timeoutMs).unref();
    for (const event of events) state.on(event, check);
    check();
  });
}

/** A one-line description of a message with its buttons. */
function describeMessage(message: Message): string {
  const buttons = buttonsOf(message).map(({ label, custom_id }) => `[${label ?? custom_id}]`);
  const text = textOf(message).replaceAll("\n", " ⏎ ").slice(0, 400);
  const status = message.flags & MessageFlag.Loading ? "thinking…" : text || "no text";
  return `- ${message.id}${message.ephemeralFor ? " (ephemeral)" : ""}: ${status} ${buttons.join(" ")}`.trimEnd();
}
