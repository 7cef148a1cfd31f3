import { expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { extract } from "../../src/extract/index.ts";
import { type Document, detachedContext } from "../../src/model/index.ts";
import { documentStatements, isOwnGist, ownGistOf } from "../../src/statements/index.ts";

const read = async (text: string): Promise<Document> =>
  clean(await extract({ mediaType: "text/markdown", text, bytes: null, name: null, url: null }));

const REST = "\n\n## Installation\n\n```sh\nnpm install thing\n```\n\n## License\n\nMIT";

async function taglinesOf(opening: string, rest = REST): Promise<string[]> {
  const statements = await documentStatements(await read(`# Thing\n\n${opening}${rest}`), detachedContext());
  return statements.filter(({ isTagline }) => isTagline).map(({ text }) => text);
}

test.each([
  ["without a verb", "> Promise pool with a limit", "Promise pool with a limit"],
  ["that commands", "Write change logs easily.", "Write change logs easily."],
  ["that says what it does", "Splits scans into pages.", "Splits scans into pages."],
  ["in HTML", '<p align="center">Tide tables for the terminal</p>', "Tide tables for the terminal"],
  ["before other sentences", "A fast parser for menus. It has no options.", "A fast parser for menus."],
  ["that speaks of itself", "Suppose you have a bog. It's a small tool to drain it.", "It's a small tool to drain it."],
  ["after a notice", "> [!NOTE]\n> Note: version 2 is out.\n\nTables of tides, offline", "Tables of tides, offline"],
  ["after links", "[Docs](a) | [Chat](b)\n\nA map of bells.", "A map of bells."],
  ["with an address", "Types for heron (https://heron.example)", "Types for heron (https://heron.example)"],
  ["below a heading", "## About\n\nThis package contains maps.", "This package contains maps."],
  ["in German", "Stromzähler ablesen ohne Keller", "Stromzähler ablesen ohne Keller"],
  ["in Spanish", "Horarios de trenes sin conexión", "Horarios de trenes sin conexión"],
  ["in Japanese", "> 小さな店のための在庫ツール", "小さな店のための在庫ツール"],
])("the tagline of a README is found %s", async (_, opening, tagline) =>
  expect(await taglinesOf(opening)).toEqual([tagline]),
);

test.each([
  ["a notice", "**Deprecated:** use the other one instead."],
  ["a requirement", "Node.js 20 or newer is required."],
  ["news of a version", "With version 4 the format of files has changed."],
  ["news in German", "Seit Fassung 4 hat sich das Format geändert."],
  ["a menu", "Start › Hilfe › Anleitungen zur Anmeldung"],
  ["a quotation", "“The best tool that I have ever used”"],
  ["a question", "Have you ever counted your cranes?"],
  ["a pointer", "See the wiki for more examples."],
  ["a motive", "Every tool promises that data is safe. This is not enough."],
  ["a list", "- small\n- fast and also quite reliable"],
])("%s is no tagline", async (_, opening) => expect(await taglinesOf(opening)).toEqual([]));

test("other documents have no tagline", async () => {
  const report = "\n\n## Summary\n\nThe water rose by nine centimetres.\n\n## Background\n\nThe weir is old.";
  expect(await taglinesOf("Third report of the estuary board", report)).toEqual([]);
});

test.each([
  [
    "# a\n\n> Parses menus\n\nSee [our site](x) for more.\n\n## Install\n\nUsing npm:\n\n```sh\nnpm i a\n```",
    "Parses menus",
  ],
  ["# a\n\nA map of bells.\n\n## License\n\nMIT License", "A map of bells."],
  ["# Installation\n\n> `npm install a`\n\n# Summary\n\nTypes for maps.\n\n# Credits\n\nBy many.", "Types for maps."],
  ["# a\n\nTypes for maps.\n\n[GitHub](x) | [Docs](y)", "Types for maps."],
  ["# a\n\n## Lizenz\n\nMIT", "MIT"],
  ["# a\n\nEin Zähler für Kraniche.\n\n## Bedienung\n\nTaste drücken.", "Ein Zähler für Kraniche.\n\nTaste drücken."],
])("a short document is its own gist, but only its prose: %j", async (text, gist) => {
  const document = await read(text);
  expect(ownGistOf(document)).toBe(gist);
  expect(isOwnGist(gist, document)).toBe(true);
});

test("a text without headings and code is its own gist as a whole", async () => {
  const document = await read("The hall is closed.\n\nSee the notice: it is wet.");
  expect(ownGistOf(document)).toBe(document.text);
});
