import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { detachedContext, type Intake, type PithError } from "../../src/model/index.ts";
import { Reader } from "../../src/read/index.ts";
import { longPdf, pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";

/** Child processes started by the reader, with the options passed to `fork`. */
const started: { child: ChildProcess; options: ForkOptions }[] = [];
vi.mock("node:child_process", async (actual) => {
  const real = await actual<typeof import("node:child_process")>();
  const recordingFork = (path: string, args: string[], options: ForkOptions): ChildProcess => {
    const child = real.fork(path, args, options);
    started.push({ child, options });
    return child;
  };
  return { ...real, fork: recordingFork };
});

const pdf = (bytes: Uint8Array): Intake => ({ mediaType: "application/pdf", name: null, url: null, text: null, bytes });
const SMALL = pdf(pdfFile([pdfColumn(["The harbour of Marenholm opened its third quay."])]));
const LONG = pdf(longPdf(1500));
const readers: Reader[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
  started.length = 0;
});
const createReader = (maxProcesses: number): Reader => {
  const reader = new Reader({ deadlineMs: 25_000, memoryBytes: 2_000_000_000 }, maxProcesses);
  readers.push(reader);
  return reader;
};

test.each(["SIGSEGV", "SIGKILL"] as const)(
  "a process ended by %s fails only the document that it was reading",
  async (signal) => {
    const reader = createReader(1);
    await reader.read(SMALL, detachedContext()); // Starts the process and loads the parser.
    const { child } = started[0]!;
    const reading = reader.read(LONG, detachedContext()).then(
      () => "read",
      (error: PithError) => error.code,
    );
    const queued = reader.read(SMALL, detachedContext());
    setTimeout(() => child.kill(signal), 100);
    expect(await reading).toBe("damaged");
    expect((await queued).text).toBe("The harbour of Marenholm opened its third quay.");
    expect(started).toHaveLength(2);
  },
);

test("a process that exited while idle is replaced before the next document", async () => {
  const reader = createReader(1);
  await reader.read(SMALL, detachedContext());
  started[0]!.child.kill("SIGKILL");
  await once(started[0]!.child, "exit");
  expect((await reader.read(SMALL, detachedContext())).words).toBe(8);
  expect(started).toHaveLength(2);
});

test("a child process cannot use the network, write files or start processes and threads", async () => {
  await createReader(1).read(SMALL, detachedContext());
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  let connections = 0;
  server.on("connection", () => connections++);
  const probe = fork(join(import.meta.dirname, "probe.ts"), [], started[0]!.options);
  await once(probe, "message");
  probe.send(port);
  const [succeeded] = (await once(probe, "message")) as [string[]];
  server.close();
  expect(succeeded).toEqual([]);
  expect(connections).toBe(0);
});
