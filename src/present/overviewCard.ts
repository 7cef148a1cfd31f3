import type { ErrorCode } from "../model/index.ts";
import { action, type Card } from "./card.ts";
import type { Say } from "./catalogue/index.ts";
import { linkedTitle } from "./digestCard.ts";
import { outside } from "./fit.ts";

/** How one of several sources stands; `name` is what it was called when it was given. */
export type SourceLine =
  | { is: "reading" | "stopped"; name: string }
  | { is: "done"; title: string; url: string | null; gist: string }
  | { is: "failed"; name: string; code: ErrorCode }
  | { is: "removed" };

/** Five lines of these stay within Discord's limits. */
const LONGEST_TITLE = 120;
const LONGEST_ADDRESS = 300;
const LONGEST_GIST = 280;

/** What was given at once, a line for each, with Stop as long as one of them is being read. */
export function overviewCard(lines: SourceLine[], total: number, overview: string, say: Say): Card {
  const isWorking = lines.some(({ is }) => is === "reading");
  const state = isWorking ? "working" : lines.every(({ is }) => is === "failed") ? "failed" : "done";
  const list = lines.map((line, i) => `${i + 1}. ${inWords(line, say)}`).join("\n");
  const blocks = [`### ${say("sources", { n: total })}`, list].filter(Boolean);
  return { state, blocks, actions: isWorking ? [action("stop", overview, say)] : [], files: [] };
}

function inWords(line: SourceLine, say: Say): string {
  if (line.is === "removed") return say("removed");
  if (line.is === "done")
    return `**${linkedTitle(line, say, LONGEST_TITLE, LONGEST_ADDRESS)}** · ${outside(line.gist, LONGEST_GIST)}`;
  const name = outside(line.name, LONGEST_TITLE) || say("untitled");
  const how =
    line.is === "reading"
      ? `${say("stage.read")} …`
      : line.is === "failed"
        ? say(`error.${line.code}`)
        : say("stopped");
  return `**${name}** · ${how}`;
}
