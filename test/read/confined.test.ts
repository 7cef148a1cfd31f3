import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { type Intake, type PithError, quietRun } from "../../src/model/index.ts";
import { Reader } from "../../src/read/index.ts";
import { longPdf, pdfColumn, pdfFile } from "../fakes/files.ts";

/** The processes that the reader has started, and with what. */
const started: { child: ChildProcess; options: ForkOptions }[] = [];
vi.mock("node:child_process", async (actual) => {
  const real = await actual<typeof import("node:child_process")>();
  const spied = (path: string, args: string[], options: ForkOptions): ChildProcess => {
    const child = real.fork(path, args, options);
    started.push({ child, options });
    return child;
  };
  return { ...real, fork: spied };
});

const pdf = (bytes: Uint8Array): Intake => ({ mediaType: "application/pdf", name: null, url: null, text: null, bytes });
const SMALL = pdf(pdfFile([pdfColumn(["The harbour of Marenholm opened its third quay."])]));
const LONG = pdf(longPdf(1500));
const readers: Reader[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
  started.length = 0;
});
const readerWith = (most: number): Reader => {
  const reader = new Reader({ deadlineMs: 25_000, memoryBytes: 2_000_000_000 }, most);
  readers.push(reader);
  return reader;
};

test.each(["SIGSEGV", "SIGKILL"] as const)("%s takes one document with it and no other", async (signal) => {
  const reader = readerWith(1);
  await reader.read(SMALL, quietRun()); // so that the process is there, and the parser in it
  const { child } = started[0]!;
  const reading = reader.read(LONG, quietRun()).then(
    () => "read",
    (error: PithError) => error.code,
  );
  const waiting = reader.read(SMALL, quietRun());
  setTimeout(() => child.kill(signal), 100);
  expect(await reading).toBe("damaged");
  expect((await waiting).text).toBe("The harbour of Marenholm opened its third quay.");
  expect(started).toHaveLength(2);
});

test("a process that ended while it was idle is replaced before the next document", async () => {
  const reader = readerWith(1);
  await reader.read(SMALL, quietRun());
  started[0]!.child.kill("SIGKILL");
  await once(started[0]!.child, "exit");
  expect((await reader.read(SMALL, quietRun())).words).toBe(8);
  expect(started).toHaveLength(2);
});

test("a reading process opens no socket, writes no file and starts nothing", async () => {
  await readerWith(1).read(SMALL, quietRun());
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  let connections = 0;
  server.on("connection", () => connections++);
  const probe = fork(join(import.meta.dirname, "probe.ts"), [], started[0]!.options);
  await once(probe, "message");
  probe.send(port);
  const [done] = (await once(probe, "message")) as [string[]];
  server.close();
  expect(done).toEqual([]);
  expect(connections).toBe(0);
});
