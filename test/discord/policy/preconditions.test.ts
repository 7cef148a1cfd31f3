import { expect, test } from "vitest";
import { Preconditions } from "../../../src/discord/policy/preconditions.ts";
import { openRecords } from "../../../src/records/index.ts";

test("check rejects requests while the job queue is full", async () => {
  const records = await openRecords("memory:");
  const requester = { user: "1", guild: null, channel: "2", parent: null, member: null };
  const check = (waiting: number): Promise<unknown> =>
    new Preconditions({ load: { waiting, running: 100 } }, records, null, Date.now).check(requester);
  await expect(check(999)).resolves.toMatchObject({ threads: true });
  await expect(check(1000)).rejects.toMatchObject({ code: "busy" });
  await records.close();
});
