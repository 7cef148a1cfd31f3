import { expect, test } from "vitest";
import { extract } from "../../src/extract/index.ts";

const read = (text: string) => extract({ mediaType: "text/markdown", text, bytes: null, name: null, url: null });
const titleOf = async (text: string): Promise<string | null> => (await read(text)).meta.title;

test.each([
  ["the first heading", "# Heron\n\nTide tables.\n\n## Installation\n\nRun it.", "Heron"],
  ["a document that is called like a section", "# Release notes\n\nNothing is new.", "Release notes"],
  ["the picture in the first heading", '<h1 align="center"><img src="a.svg" alt="Heron logo"></h1>\n\nTides.', "Heron"],
  ["a picture in Markdown", "# ![Logo von Kiebitz](k.png)\n\nZählt Vögel.\n\n## Lizenz\n\nMIT", "Kiebitz"],
  [
    "not a badge in the first heading",
    "# [![build status](https://ci.example/badge.svg)](https://ci.example)\n\n## Usage\n\nlopen is a small linter.",
    "lopen",
  ],
  ["what is defined", "## About\n\nlunchbox is a tool that reads menus.\n\n## License\n\nMIT", "lunchbox"],
  [
    "what is defined in Spanish",
    "# Instalación\n\nHaga esto.\n\n# Qué es\n\ngotero es un programa de riego.",
    "gotero",
  ],
  ["what is defined in German", "## Überblick\n\nKiebitz ist ein Zähler für Vögel.", "Kiebitz"],
  ["nothing general that is defined", "## About\n\nThis tool is a linter.\n\n## License\n\nMIT", null],
  [
    "the package that is installed",
    "# Installation\n\n> `npm install --save @heron/tides`\n\n# Summary\n\nTides.",
    "@heron/tides",
  ],
  ["the package of another language", "## Getting started\n\n```sh\npip install -U pagewise\n```\n", "pagewise"],
  ["a heading below text", "This is kept for reference.\n\n# A bog in winter\n\nIt is cold.", "A bog in winter"],
])("the title of a Markdown document is %s", async (_, text, title) => expect(await titleOf(text)).toBe(title));

test("the mark of an alert is no text", async () => {
  const { blocks } = await read("# A\n\n> [!NOTE]\n> Keep it dry.\n\n> [!WARNING] Hot.\n\nUse [!NOTE] in text.");
  expect(blocks.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "heading: A",
    "quote: Keep it dry.",
    "quote: Hot.",
    "paragraph: Use [!NOTE] in text.",
  ]);
});

test("pictures in Markdown inside of HTML are no text", async () => {
  const { blocks } = await read(
    '<p align="center">\n<b>Tides</b> [![Build](https://a.example/b.svg)](https://a.example)\n</p>',
  );
  expect(blocks.map(({ text }) => text)).toEqual(["Tides"]);
});
