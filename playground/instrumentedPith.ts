import type { Answer, Comparison, Digest, Source } from "../src/model/index.ts";
import type { Pith } from "../src/pith.ts";
import type { Ledger } from "./activityLog.ts";

/** The product, each of whose steps stands in the ledger: the bot that works with it knows nothing of it. */
export function witnessed(pith: Pith, ledger: Ledger): Pith {
  const watched: Pick<Pith, "extract" | "digest" | "ask" | "compare"> = {
    extract: (source, run, fresh) =>
      ledger.follow(
        "read",
        nameOf(source),
        run,
        (inner) => pith.extract(source, inner, fresh),
        ({ words, blocks, removed }) =>
          `${words} words in ${blocks.length} paragraphs, ${removed.length} lines taken out`,
      ),
    digest: (document, options, run, fresh) =>
      ledger.follow(
        "digest",
        document.title ?? "a text",
        run,
        (inner) => pith.digest(document, options, inner, fresh),
        (digest) => [claimsOf(digest), ...writtenBy(digest)].join(" · "),
      ),
    ask: (documents, question, run) =>
      ledger.follow(
        "answer",
        question.text,
        run,
        (inner) => pith.ask(documents, question, inner),
        (answer) =>
          [
            answer.answerable
              ? `${answer.quotes.length} ${answer.quotes.length === 1 ? "quote" : "quotes"}`
              : "not in the text",
            ...writtenBy(answer),
          ].join(" · "),
      ),
    compare: (documents, options, run) =>
      ledger.follow(
        "compare",
        documents.map(({ title }) => title ?? "a text").join(" and "),
        run,
        (inner) => pith.compare(documents, options, inner),
        (found) =>
          [`${found.agree.length} agreements, ${found.differ.length} differences`, ...writtenBy(found)].join(" · "),
      ),
  };
  return new Proxy(pith, {
    get(target, name) {
      if (Object.hasOwn(watched, name)) return watched[name as keyof typeof watched];
      const own: unknown = Reflect.get(target, name);
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
}

function claimsOf({ claims }: Digest): string {
  const refused = claims.filter(({ status }) => status === "unverified").length;
  return `${claims.length - refused} claims verified${refused ? `, ${refused} refused` : ""}`;
}

function writtenBy({ engine, usage, cached, notices }: Digest | Answer | Comparison): string[] {
  const { calls, inputTokens, outputTokens } = usage;
  return [
    engine.kind === "llm" ? `model ${engine.model}` : "extractive engine",
    ...(calls ? [`${calls} model calls, ${inputTokens} + ${outputTokens} tokens`] : []),
    ...(cached ? ["from the cache"] : []),
    ...notices,
  ];
}

function nameOf(source: Source): string {
  if ("name" in source && source.name) return source.name;
  if (source.from === "url") return source.url;
  return source.from === "text" ? "a text" : "a file";
}
