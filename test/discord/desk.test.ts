import { expect, test } from "vitest";
import { Desk, type Room } from "../../src/discord/desk.ts";
import type { Jobs } from "../../src/jobs/index.ts";
import { ServerSettingsSchema } from "../../src/model/schemas.ts";
import { deliveryOf } from "../fakes/rows.ts";

/** Jobs of which so many wait in line. */
class Line implements Jobs {
  readonly load: Jobs["load"];
  taken = 0;

  constructor(waiting: number) {
    this.load = { waiting, running: 100 };
  }
  async submit(): Promise<boolean> {
    this.taken++;
    return true;
  }
  async stop(): Promise<boolean> {
    return false;
  }
  async start(): Promise<void> {}
  async close(): Promise<void> {}
}

test("a line that is full takes nothing more, and says so", async () => {
  const settings = ServerSettingsSchema.parse({});
  for (const [waiting, taken] of [
    [999, 1],
    [1000, 0],
  ] as const) {
    const jobs = new Line(waiting);
    const desk = new Desk({ jobs } as Partial<Room> as Room);
    const asked = desk.digest({ from: "text", text: "A text." }, { options: {}, fresh: false }, deliveryOf(), settings);
    if (taken) await asked;
    else await expect(asked).rejects.toMatchObject({ code: "busy" });
    expect(jobs.taken).toBe(taken);
  }
});
