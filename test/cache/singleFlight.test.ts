import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SingleFlight } from "../../src/cache/singleFlight.ts";
import { detachedContext, PithError, type Progress, type TaskContext } from "../../src/model/index.ts";

const stopped = expect.objectContaining({ code: "stopped" });
const nextTick = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("SingleFlight", () => {
  test("runs the task once for concurrent callers with the same key", async () => {
    const singleFlight = new SingleFlight();
    let runs = 0;
    const task = async () => {
      runs++;
      await nextTick();
      return runs;
    };
    const results = await Promise.all(
      Array.from({ length: 100 }, () => singleFlight.do("key", detachedContext(), task)),
    );
    expect(new Set(results)).toEqual(new Set([1]));
    expect(runs).toBe(1);
  });

  test("runs the task again for later callers, and for other keys", async () => {
    const singleFlight = new SingleFlight();
    let runs = 0;
    const task = async () => ++runs;
    await Promise.all([singleFlight.do("a", detachedContext(), task), singleFlight.do("b", detachedContext(), task)]);
    await singleFlight.do("a", detachedContext(), task);
    expect(runs).toBe(3);
  });

  test("rejects for all callers if the task fails, and runs the next task with the key", async () => {
    const singleFlight = new SingleFlight();
    const fail = async () => {
      await nextTick();
      throw new PithError("damaged");
    };
    const calls = [1, 2, 3].map(() => singleFlight.do("key", detachedContext(), fail));
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: "damaged" });
    expect(await singleFlight.do("key", detachedContext(), async () => "well")).toBe("well");
  });

  test("rejects for a cancelled caller and resolves for the others", async () => {
    const singleFlight = new SingleFlight();
    const done = Promise.withResolvers<string>();
    let aborted = false;
    const task = async (context: TaskContext) => {
      context.signal.addEventListener("abort", () => {
        aborted = true;
      });
      return done.promise;
    };
    const controller = new AbortController();
    const first = singleFlight.do("key", detachedContext(controller.signal), task);
    const second = singleFlight.do("key", detachedContext(), task);
    await nextTick();
    controller.abort();
    await expect(first).rejects.toEqual(stopped);
    done.resolve("result");
    expect(await second).toBe("result");
    expect(aborted).toBe(false);
  });

  test("aborts the task when all callers are cancelled, and runs a new one for the next caller", async () => {
    const singleFlight = new SingleFlight();
    const signals: AbortSignal[] = [];
    const task = (context: TaskContext) => {
      signals.push(context.signal);
      return new Promise<string>((resolve, reject) => {
        context.signal.addEventListener("abort", () => reject(context.signal.reason));
        if (signals.length === 2) resolve("second");
      });
    };
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => singleFlight.do("key", detachedContext(signal), task));
    await nextTick();
    for (const controller of controllers) controller.abort();
    for (const call of calls) await expect(call).rejects.toEqual(stopped);
    expect(signals[0]?.aborted).toBe(true);
    expect(await singleFlight.do("key", detachedContext(), task)).toBe("second");
  });

  test("reports progress to all callers, and the latest progress to those that join later", async () => {
    const singleFlight = new SingleFlight();
    const done = Promise.withResolvers<void>();
    const createContext = (reported: Progress[]): TaskContext => ({
      ...detachedContext(),
      report: (progress) => reported.push(progress),
    });
    const [early, late]: [Progress[], Progress[]] = [[], []];
    const task = async (context: TaskContext) => {
      context.report({ stage: "read", done: 0, total: 1 });
      await done.promise;
      context.report({ stage: "clean", done: 1, total: 1 });
    };
    const first = singleFlight.do("key", createContext(early), task);
    await nextTick();
    const second = singleFlight.do("key", createContext(late), task);
    done.resolve();
    await Promise.all([first, second]);
    expect(early.map((progress) => progress.stage)).toEqual(["read", "clean"]);
    expect(late.map((progress) => progress.stage)).toEqual(["read", "clean"]);
  });

  test("does not run the task for a caller that is already cancelled", async () => {
    let hasRun = false;
    const call = new SingleFlight().do("key", detachedContext(AbortSignal.abort()), async () => {
      hasRun = true;
    });
    await expect(call).rejects.toEqual(stopped);
    expect(hasRun).toBe(false);
  });

  test("resolves with one result for all remaining callers after random cancellations", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (cancelled) => {
        const singleFlight = new SingleFlight();
        let runs = 0;
        const task = async () => {
          runs++;
          await nextTick();
          await nextTick();
          return "result";
        };
        const controllers = cancelled.map(() => new AbortController());
        const calls = controllers.map(({ signal }) =>
          singleFlight.do("key", detachedContext(signal), task).catch((error: PithError) => error.code),
        );
        for (const [i, controller] of controllers.entries()) if (cancelled[i]) controller.abort();
        expect(await Promise.all(calls)).toEqual(cancelled.map((isCancelled) => (isCancelled ? "stopped" : "result")));
        expect(runs).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });
});
