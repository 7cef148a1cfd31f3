import { expect, test } from "vitest";
import { readSettingsForm, settingsForm } from "../../../src/discord/ui/index.ts";
import { ServerSettingsSchema } from "../../../src/model/settingsSchemas.ts";
import { DEFAULT_LOCALE, translatorFor } from "../../../src/present/index.ts";

const translate = translatorFor(DEFAULT_LOCALE);
const readForm = (fields: Record<string, string>) => readSettingsForm((name) => fields[name] ?? null, translate);
const codeOf = (fields: Record<string, string>): string => {
  try {
    return `no error: ${JSON.stringify(readForm(fields))}`;
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

test("readSettingsForm changes only the settings that the form has", () => {
  expect(readForm({ language: "Deutsch" })).toEqual({ server: { language: "de" }, channel: {} });
  expect(readForm({ languageHere: "" })).toEqual({ server: {}, channel: { language: null } });
  expect(readForm({ language: " " })).toEqual({ server: { language: "auto" }, channel: {} });
  expect(readForm({ tokens: "10 000", usd: "2,5", days: "" })).toEqual({
    server: { dailyTokens: 10_000, dailyUsd: 2.5, retentionDays: null },
    channel: {},
  });
});

test("readSettingsForm reads the form of earlier versions, which had all settings", () => {
  expect(readForm({ language: "de", languageHere: "Auto", tokens: "5", usd: "", days: "30" })).toEqual({
    server: { language: "de", dailyTokens: 5, dailyUsd: null, retentionDays: 30 },
    channel: { language: "auto" },
  });
});

test.each([{ tokens: "0" }, { tokens: "1.5" }, { days: "-3" }, { days: "soon" }, { usd: "free" }])(
  "readSettingsForm rejects %j",
  (fields) => expect(codeOf(fields)).toBe("bad_request"),
);
test.each([{ language: "klingonish" }, { languageHere: "x" }])("readSettingsForm does not know %j", (fields) =>
  expect(codeOf(fields)).toBe("unknown_language"),
);

test("settingsForm shows the current values in a form that reads back the same", () => {
  const server = ServerSettingsSchema.parse({ language: "pt-BR", dailyTokens: 7, dailyUsd: 0.5, retentionDays: 9 });
  const fields: Record<string, string> = {};
  for (const form of ["language", "languageHere", "limits"] as const)
    for (const label of settingsForm(form, server, "de-CH", translate).toJSON().components)
      if ("component" in label && "value" in label.component)
        fields[label.component.custom_id] = String(label.component.value);
  expect(readForm(fields)).toEqual({
    server: { language: "pt-BR", dailyTokens: 7, dailyUsd: 0.5, retentionDays: 9 },
    channel: { language: "de-CH" },
  });
});
