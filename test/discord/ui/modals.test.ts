import { expect, test } from "vitest";
import { decodeCustomId } from "../../../src/discord/ui/customId.ts";
import { readSummariseModalId, summariseModal } from "../../../src/discord/ui/modals.ts";
import { LENGTHS } from "../../../src/model/index.ts";
import { DEFAULT_LOCALE, translatorFor } from "../../../src/present/index.ts";

test("summariseModal encodes its options in the custom_id, within 100 characters", () => {
  for (const length of LENGTHS) {
    const options = { length, language: "zh-Hant-TW", isPrivate: true, bypassCache: false };
    const { custom_id: customId } = summariseModal(options, null, translatorFor(DEFAULT_LOCALE)).toJSON();
    expect(customId.length).toBeLessThanOrEqual(100);
    expect(readSummariseModalId(decodeCustomId(customId)!.id)).toEqual(options);
  }
});
