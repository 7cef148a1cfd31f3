import { marked } from "marked";
import type { Extractor } from "../../model/index.ts";
import { splitFrontMatter } from "../../text/index.ts";
import { readHtml } from "../html/blocks.ts";

/** Markdown, by way of the HTML it stands for. Front matter gives title, author and date. */
export const markdown: Extractor = {
  mediaTypes: ["text/markdown"],
  async extract({ text }) {
    const { attributes, body } = splitFrontMatter(text ?? "");
    const { blocks } = readHtml(await marked.parse(body, { gfm: true }));
    const said = (name: string): string | null => {
      const value = attributes[name];
      return typeof value === "string" || typeof value === "number" ? String(value) : null;
    };
    const published = said("date") ?? said("published");
    return {
      mediaType: "text/markdown",
      blocks,
      meta: {
        title: said("title") ?? blocks.find((block) => block.kind === "heading")?.text ?? null,
        byline: said("author"),
        published: published && /^\d{4}-\d{2}-\d{2}/.test(published) ? published : null,
        site: null,
        language: said("lang") ?? said("language"),
      },
      coverage: null,
      flat: false,
      removed: [],
    };
  },
};
