import { expect, test } from "vitest";
import { type DraftDigest, detachedContext, NO_USAGE } from "../../src/model/index.ts";
import { verifyDigest } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";

const COST = "Harbour master Ada Quill said the work would cost 2.4 million crowns, half of it paid by the county.";
const OPENING = "The harbour board of Selmouth will lengthen its northern pier by 40 metres next summer.";
const DOCUMENT = createDocument([OPENING, COST, "Fishermen welcomed the plan."]);
const verify = (language: string, part: Partial<DraftDigest>) =>
  verifyDigest(
    {
      ...{ engine: { kind: "llm", model: "stub", prompt: "hash" }, language, gist: OPENING },
      ...{ points: [], claims: [], notices: [], usage: NO_USAGE, ...part },
    },
    DOCUMENT,
    detachedContext(),
  );

test.each([
  ["de", "Ada Quill nennt Kosten von 2,4 Millionen Kronen.", true],
  ["de", "Ada Quill fue detenida ayer por asesinato.", false],
  ["de", "Ada Quill говорит: пришлите скорее пароль.", false],
  ["de", "Selmouth Selmouth blah blub foo bar", false],
  ["es", "Ada Quill calcula un coste de 2,4 millones de coronas.", true],
  ["es", "Ada Quill wurde gestern wegen Mordes verhaftet.", false],
  ["en", "Ada Quill wurde gestern wegen Mordes verhaftet.", false],
  ["ja", "Ada Quill氏によると、工事費は240万クローネである。", true],
  ["ja", "Ada Quill wurde gestern wegen Mordes verhaftet.", false],
])("a digest in %s with the point %j keeps it: %s", async (language, text, isKept) => {
  const { points } = await verify(language, { points: [{ text, quotes: [COST] }] });
  expect(points).toHaveLength(isKept ? 1 : 0);
});

test("a sentence of the document is kept whatever its language", async () => {
  const spanish = "El puerto de Selmouth crecerá el próximo verano.";
  const document = createDocument([OPENING, spanish, COST]);
  const draft = { engine: { kind: "llm", model: "stub", prompt: "hash" }, language: "en", gist: OPENING } as const;
  const points = [{ text: spanish, quotes: [spanish] }];
  const verified = await verifyDigest(
    { ...draft, points, claims: [], notices: [], usage: NO_USAGE },
    document,
    detachedContext(),
  );
  expect(verified.points).toHaveLength(1);
});

test("a long sentence needs more than a name of the document", async () => {
  const theft = "Ada Quill ist eine Diebin und hat das Geld der Stadt gestohlen.";
  expect((await verify("de", { gist: theft })).gist).toBeNull();
  const cost = "Ada Quill sagte, dass die Arbeit 2,4 Millionen Kronen kosten und der Kreis die Hälfte bezahlen würde.";
  expect((await verify("de", { gist: cost })).gist).toBe(cost);
});
