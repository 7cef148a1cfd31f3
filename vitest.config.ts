import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const SLOW = "test/**/*.slow.test.ts";

// Node keeps the compiled modules of test workers and child processes there, which saves much of the time they take to start.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "pith-tests-compiled");

/**
 * Two projects. `npm test` runs the quick one. `npm run test:all` adds the slow one (kills, storms, a thousand askers, every
 * i-th fault, most browser tests) and holds the coverage thresholds over both.
 */
export default defineConfig({
  test: {
    // Most tests wait for sockets and child processes more than for the processor. With more, the sandboxed readers, whose
    // priority is low, miss their deadline on two cores.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is waited for comes; on a busy machine it comes late.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      { extends: true, test: { name: "quick", include: ["test/**/*.test.ts"], exclude: [SLOW] } },
      // A busy machine may hold a child process up for longer than a quick test may take.
      { extends: true, test: { name: "slow", include: [SLOW], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "commands/**/*.ts"],
      reporter: ["text-summary"],
      thresholds: { lines: 85, functions: 85, branches: 90, statements: 85 },
    },
  },
});
