import { EventEmitter } from "node:events";
import type { SessionInfo } from "discord.js";
import { expect, test } from "vitest";
import { resumableShardingStrategy } from "../../../src/discord/gateway/resumableSharding.ts";

const SESSION = { sessionId: "s", sequence: 1, shardId: 0, shardCount: 1, resumeURL: "ws://127.0.0.1" };

/** What the library's manager does to its session when a shard is told so. */
function manager() {
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

test("a session outlives tries that fail, for a while", () => {
  const shard = manager();
  for (let tries = 0; tries < 5; tries++) {
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

test("what Discord ends is over, also after a connection that broke and came back", () => {
  const shard = manager();
  shard.closed(1006);
  shard.hello();
  shard.giveUp();
  expect(shard.session()).toBeNull();
});

test.each([1000, 4007, 4009])("a close with %i is no broken connection", (code) => {
  const shard = manager();
  shard.closed(code);
  shard.giveUp();
  expect(shard.session()).toBeNull();
});

test("another shard's connection is another's", () => {
  const shard = manager();
  shard.closed(1006, 1);
  shard.giveUp();
  expect(shard.session()).toBeNull();
});
