import { expect, test } from "vitest";
import { Preconditions } from "../../../src/discord/policy/preconditions.ts";
import { openRecords } from "../../../src/records/index.ts";

test("a line that is full takes nothing more, and says so", async () => {
  const records = await openRecords("memory:");
  const asker = { user: "1", guild: null, channel: "2", parent: null, member: null };
  const admit = (waiting: number): Promise<unknown> =>
    new Preconditions({ load: { waiting, running: 100 } }, records, null, Date.now).check(asker);
  await expect(admit(999)).resolves.toMatchObject({ threads: true });
  await expect(admit(1000)).rejects.toMatchObject({ code: "busy" });
  await records.close();
});
