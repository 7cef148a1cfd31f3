import { describe, expect, test } from "vitest";
import { decodeCustomId, encodeCustomId } from "../../../src/discord/ui/customId.ts";
import { newId } from "../../../src/model/index.ts";

describe("encodeCustomId and decodeCustomId", () => {
  const actions = ["ask", "stop", "offer", "give"];
  test.each(actions)("round-trip the action %s and an id within 100 characters", (action) => {
    for (let i = 0; i < 50; i++) {
      const id = newId();
      expect(id).toHaveLength(22);
      expect(decodeCustomId(encodeCustomId(action, id))).toEqual({ action, id });
      expect(encodeCustomId(action, id).length).toBeLessThanOrEqual(100);
    }
  });

  test.each(["v0:ask:x", "v2:ask:x", "ask:x", "", "v1", "v1:", "v1:ask", "v1::x", ":ask:x"])(
    "decodeCustomId rejects %j",
    (id) => {
      expect(decodeCustomId(id)).toBeNull();
    },
  );
});
