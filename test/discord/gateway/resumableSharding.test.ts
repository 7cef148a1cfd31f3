import { EventEmitter } from "node:events";
import type { SessionInfo } from "discord.js";
import { expect, test } from "vitest";
import { resumableShardingStrategy } from "../../../src/discord/gateway/resumableSharding.ts";

const SESSION = { sessionId: "s", sequence: 1, shardId: 0, shardCount: 1, resumeURL: "ws://127.0.0.1" };

/**
 * Creates a fake WebSocketManager with the sharding strategy. `giveUp` discards the session, as `@discordjs/ws` does
 * after a failed attempt to reconnect.
 */
function createManager() {
  let [session, clock]: [SessionInfo | null, number] = [SESSION, 0];
  const options = {
    updateSessionInfo: (_: number, next: SessionInfo | null) => {
      session = next;
    },
  };
  const events = Object.assign(new EventEmitter(), { options });
  resumableShardingStrategy(events as unknown as Parameters<typeof resumableShardingStrategy>[0], () => clock);
  return {
    session: () => session,
    wait: (ms: number) => {
      clock += ms;
    },
    closed: (code: number, shardId = 0) => events.emit("closed", { code, shardId }),
    hello: () => events.emit("hello", { shardId: 0 }),
    giveUp: () => options.updateSessionInfo(0, null),
  };
}

test("keeps a session for a limited time while reconnecting fails", () => {
  const shard = createManager();
  for (let attempt = 0; attempt < 5; attempt++) {
    shard.closed(1006);
    shard.giveUp();
    expect(shard.session()).toEqual(SESSION);
    shard.wait(17_000);
  }
  shard.wait(17_000);
  shard.closed(1006);
  shard.giveUp();
  expect(shard.session()).toBeNull();
});

test("drops a session that Discord ends after a reconnect", () => {
  const shard = createManager();
  shard.closed(1006);
  shard.hello();
  shard.giveUp();
  expect(shard.session()).toBeNull();
});

test.each([1000, 4007, 4009])("drops the session after the close code %i", (code) => {
  const shard = createManager();
  shard.closed(code);
  shard.giveUp();
  expect(shard.session()).toBeNull();
});

test("ignores the closed connection of another shard", () => {
  const shard = createManager();
  shard.closed(1006, 1);
  shard.giveUp();
  expect(shard.session()).toBeNull();
});
