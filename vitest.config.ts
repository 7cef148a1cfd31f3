import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "commands/**/*.ts"],
      reporter: ["text-summary"],
      thresholds: { lines: 85, functions: 85, branches: 90, statements: 85 },
    },
  },
});
