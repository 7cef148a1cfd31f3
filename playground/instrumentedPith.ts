import type { Answer, Comparison, Digest, Source } from "../src/model/index.ts";
import type { Pith } from "../src/pith.ts";
import type { ActivityLog } from "./activityLog.ts";

/** Wraps a Pith instance so that its tasks are recorded in the activity log. */
export function instrumentedPith(pith: Pith, activityLog: ActivityLog): Pith {
  const instrumented: Pick<Pith, "extract" | "digest" | "ask" | "compare"> = {
    extract: (source, context, bypassCache) =>
      activityLog.track(
        "read",
        sourceName(source),
        context,
        (inner) => pith.extract(source, inner, bypassCache),
        ({ words, blocks, removed }) =>
          `${words} words in ${blocks.length} paragraphs, ${removed.length} lines taken out`,
      ),
    digest: (document, options, context, bypassCache) =>
      activityLog.track(
        "digest",
        document.title ?? "a text",
        context,
        (inner) => pith.digest(document, options, inner, bypassCache),
        (digest) => [digestSummary(digest), ...resultSummary(digest)].join(" · "),
      ),
    ask: (documents, question, context) =>
      activityLog.track(
        "answer",
        question.text,
        context,
        (inner) => pith.ask(documents, question, inner),
        (answer) =>
          [
            answer.answerable
              ? `${answer.quotes.length} ${answer.quotes.length === 1 ? "quote" : "quotes"}`
              : "not in the text",
            ...resultSummary(answer),
          ].join(" · "),
      ),
    compare: (documents, options, context) =>
      activityLog.track(
        "compare",
        documents.map(({ title }) => title ?? "a text").join(" and "),
        context,
        (inner) => pith.compare(documents, options, inner),
        (comparison) =>
          [
            `${comparison.agree.length} agreements, ${comparison.differ.length} differences`,
            ...resultSummary(comparison),
          ].join(" · "),
      ),
  };
  return new Proxy(pith, {
    get(target, name) {
      if (Object.hasOwn(instrumented, name)) return instrumented[name as keyof typeof instrumented];
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function digestSummary({ points, claims, dropped }: Digest): string {
  const droppedCount = dropped.length + claims.filter(({ status }) => status === "unverified").length;
  return `${points.length} points${droppedCount ? `, ${droppedCount} dropped` : ""}`;
}

function resultSummary({ engine, usage, cached, notices }: Digest | Answer | Comparison): string[] {
  const { calls, inputTokens, outputTokens } = usage;
  return [
    engine.kind === "llm" ? `model ${engine.model}` : "extractive engine",
    ...(calls ? [`${calls} model calls, ${inputTokens} + ${outputTokens} tokens`] : []),
    ...(cached ? ["from the cache"] : []),
    ...notices,
  ];
}

function sourceName(source: Source): string {
  if ("name" in source && source.name) return source.name;
  if (source.from === "url") return source.url;
  return source.from === "text" ? "a text" : "a file";
}
