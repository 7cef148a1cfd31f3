import { DiscordAPIError } from "discord.js";
import { describe, expect, test } from "vitest";
import {
  isMissing,
  isPermanent,
  isThreadAlreadyCreated,
  isTokenExpired,
} from "../../../src/discord/delivery/apiErrors.ts";

const PREDICATES = [isTokenExpired, isPermanent, isMissing, isThreadAlreadyCreated];

describe("API error predicates", () => {
  const apiError = (code: number | string): DiscordAPIError =>
    new DiscordAPIError({ code: Number(code), message: "no" }, code, 403, "POST", "https://discord.com/api", {
      body: undefined,
      files: undefined,
    } as never);

  test.each([
    [10_015, [isTokenExpired]],
    [10_062, [isTokenExpired]],
    [50_027, [isTokenExpired]],
    [10_003, [isPermanent, isMissing]],
    [10_008, [isPermanent, isMissing]],
    [50_001, [isPermanent]],
    [50_007, [isPermanent]],
    [50_013, [isPermanent]],
    ["50013", [isPermanent]],
    [160_004, [isThreadAlreadyCreated]],
    [50_035, []],
    [0, []],
  ])("classify the error code %s", (code, expected) => {
    expect(PREDICATES.filter((matches) => matches(apiError(code)))).toEqual(expected);
  });

  test("do not match errors of other kinds", () => {
    for (const matches of PREDICATES) {
      for (const thrown of [new Error("10008"), { code: 10_008 }, null, undefined, "10008"])
        expect(matches(thrown)).toBe(false);
    }
  });
});
