import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SingleFlight } from "../../src/cache/singleFlight.ts";
import { detachedContext, PithError, type Progress, type TaskContext } from "../../src/model/index.ts";

const stopped = expect.objectContaining({ code: "stopped" });
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("Sharing", () => {
  test("does the same work once for all who ask at the same time", async () => {
    const sharing = new SingleFlight();
    let times = 0;
    const work = async () => {
      times++;
      await turn();
      return times;
    };
    const results = await Promise.all(Array.from({ length: 100 }, () => sharing.do("key", detachedContext(), work)));
    expect(new Set(results)).toEqual(new Set([1]));
    expect(times).toBe(1);
  });

  test("does it again for who asks later, and other work at its side", async () => {
    const sharing = new SingleFlight();
    let times = 0;
    const work = async () => ++times;
    await Promise.all([sharing.do("a", detachedContext(), work), sharing.do("b", detachedContext(), work)]);
    await sharing.do("a", detachedContext(), work);
    expect(times).toBe(3);
  });

  test("hands a failure to everybody and keeps nothing of it", async () => {
    const sharing = new SingleFlight();
    const fail = async () => {
      await turn();
      throw new PithError("damaged");
    };
    const asked = [1, 2, 3].map(() => sharing.do("key", detachedContext(), fail));
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: "damaged" });
    expect(await sharing.do("key", detachedContext(), async () => "well")).toBe("well");
  });

  test("lets one asker leave while the others get their result", async () => {
    const sharing = new SingleFlight();
    const done = Promise.withResolvers<string>();
    let aborted = false;
    const work = async (context: TaskContext) => {
      context.signal.addEventListener("abort", () => {
        aborted = true;
      });
      return done.promise;
    };
    const leaver = new AbortController();
    const first = sharing.do("key", detachedContext(leaver.signal), work);
    const second = sharing.do("key", detachedContext(), work);
    await turn();
    leaver.abort();
    await expect(first).rejects.toEqual(stopped);
    done.resolve("result");
    expect(await second).toBe("result");
    expect(aborted).toBe(false);
  });

  test("stops the work when the last asker leaves, and who asks then starts anew", async () => {
    const sharing = new SingleFlight();
    const signals: AbortSignal[] = [];
    const work = (context: TaskContext) => {
      signals.push(context.signal);
      return new Promise<string>((resolve, reject) => {
        context.signal.addEventListener("abort", () => reject(context.signal.reason));
        if (signals.length === 2) resolve("second");
      });
    };
    const leavers = [new AbortController(), new AbortController()];
    const asked = leavers.map((leaver) => sharing.do("key", detachedContext(leaver.signal), work));
    await turn();
    for (const leaver of leavers) leaver.abort();
    for (const one of asked) await expect(one).rejects.toEqual(stopped);
    expect(signals[0]?.aborted).toBe(true);
    expect(await sharing.do("key", detachedContext(), work)).toBe("second");
  });

  test("reports progress to everybody, and the last of it to who joins late", async () => {
    const sharing = new SingleFlight();
    const done = Promise.withResolvers<void>();
    const watcher = (seen: Progress[]): TaskContext => ({
      ...detachedContext(),
      report: (progress) => seen.push(progress),
    });
    const [early, late]: [Progress[], Progress[]] = [[], []];
    const work = async (context: TaskContext) => {
      context.report({ stage: "read", done: 0, total: 1 });
      await done.promise;
      context.report({ stage: "clean", done: 1, total: 1 });
    };
    const first = sharing.do("key", watcher(early), work);
    await turn();
    const second = sharing.do("key", watcher(late), work);
    done.resolve();
    await Promise.all([first, second]);
    expect(early.map((progress) => progress.stage)).toEqual(["read", "clean"]);
    expect(late.map((progress) => progress.stage)).toEqual(["read", "clean"]);
  });

  test("a run stopped before it asks begins nothing", async () => {
    let begun = false;
    const asked = new SingleFlight().do("key", detachedContext(AbortSignal.abort()), async () => {
      begun = true;
    });
    await expect(asked).rejects.toEqual(stopped);
    expect(begun).toBe(false);
  });

  test("whoever leaves when, everybody who stays gets the one result", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (leaves) => {
        const sharing = new SingleFlight();
        let times = 0;
        const work = async () => {
          times++;
          await turn();
          await turn();
          return "result";
        };
        const askers = leaves.map((leave) => ({ leave, stop: new AbortController() }));
        const asked = askers.map(({ stop }) =>
          sharing.do("key", detachedContext(stop.signal), work).catch((error: PithError) => error.code),
        );
        for (const { leave, stop } of askers) if (leave) stop.abort();
        expect(await Promise.all(asked)).toEqual(leaves.map((leave) => (leave ? "stopped" : "result")));
        expect(times).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });
});
