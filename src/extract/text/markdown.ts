import { marked } from "marked";
import { type Extractor, NO_META } from "../../model/index.ts";
import { splitFrontMatter } from "../../text/index.ts";
import { parseHtml } from "../markup/index.ts";

/**
 * GitHub Flavored Markdown, converted to HTML. The metadata comes from the front matter. Without a title there, the
 * first heading is the title.
 */
export const markdown: Extractor = {
  mediaTypes: ["text/markdown"],
  async extract({ mediaType, text }) {
    const { attributes, body } = splitFrontMatter(text ?? "");
    const { blocks } = parseHtml(await marked.parse(body, { gfm: true }));
    const attribute = (name: string): string | null => {
      const value = attributes[name];
      return typeof value === "string" || typeof value === "number" ? String(value) : null;
    };
    const published = attribute("date") ?? attribute("published");
    return {
      mediaType,
      blocks,
      meta: {
        ...NO_META,
        title: attribute("title") ?? blocks.find((block) => block.kind === "heading")?.text ?? null,
        byline: attribute("author"),
        published: published && /^\d{4}-\d{2}-\d{2}/.test(published) ? published : null,
        language: attribute("lang") ?? attribute("language"),
      },
      coverage: null,
      flat: false,
      removed: [],
    };
  },
};
