import PQueue from "p-queue";
import { expect, test } from "vitest";
import { FairQueue, type FairQueueOptions } from "../../src/jobs/fairQueue.ts";

test("FairQueue alternates between payers and keeps the order of each payer's tasks", async () => {
  const queue = new PQueue<FairQueue, FairQueueOptions>({ concurrency: 1, queueClass: FairQueue });
  const done: string[] = [];
  queue.pause();
  for (const name of ["a1", "a2", "a3", "a4", "b1", "c1", "b2"])
    void queue.add(async () => void done.push(name), { payer: name.charAt(0) });
  expect(queue.size).toBe(7);
  queue.start();
  await queue.onIdle();
  expect(done).toEqual(["a1", "b1", "c1", "a2", "b2", "a3", "a4"]);
  expect(queue.size).toBe(0);
});
