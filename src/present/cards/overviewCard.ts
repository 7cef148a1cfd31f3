import type { ErrorCode } from "../../model/index.ts";
import type { Say } from "../catalogue/index.ts";
import { fits, outside, smallPrint } from "../fit.ts";
import { action, type Card } from "./card.ts";
import { linkedTitle } from "./digestCard.ts";

/** How one of several sources stands; `name` is what it was called when it was given. */
export type SourceLine =
  | { is: "reading" | "stopped"; name: string }
  | { is: "done"; title: string; url: string | null; gist: string }
  | { is: "failed"; name: string; code: ErrorCode }
  | { is: "removed" };

const LONGEST_TITLE = 120;
const LONGEST_ADDRESS = 300;
/** The first of these with which all lines stay within Discord's limits: what has to be escaped takes twice its room. */
const LONGEST_GISTS = [280, 140, 70, 0];

/** How many sources are read, and whether more were given. */
type Count = { n: number; more: boolean };

/** What was given at once, a line for each, with Stop as long as one of them is being read. */
export function overviewCard(lines: SourceLine[], { n, more }: Count, overview: string, say: Say): Card {
  const isWorking = lines.some(({ is }) => is === "reading");
  const state = isWorking ? "working" : lines.every(({ is }) => is === "failed") ? "failed" : "done";
  const within = (gist: number): string[] => {
    const list = lines.map((line, i) => `${i + 1}. ${inWords(line, gist, say)}`).join("\n");
    return [`### ${say("sources", { n })}`, list, more ? smallPrint([say("tooMany", { n })]) : ""].filter(Boolean);
  };
  const blocks = LONGEST_GISTS.map(within).find(fits) ?? within(0);
  return { state, blocks, actions: isWorking ? [action("stop", overview, say)] : [], files: [] };
}

function inWords(line: SourceLine, most: number, say: Say): string {
  if (line.is === "removed") return say("removed");
  if (line.is === "done") {
    const title = `**${linkedTitle(line, say, LONGEST_TITLE, LONGEST_ADDRESS)}**`;
    return most ? `${title} · ${outside(line.gist, most)}` : title;
  }
  const name = outside(line.name, LONGEST_TITLE) || say("untitled");
  const how =
    line.is === "reading"
      ? `${say("stage.read")} …`
      : line.is === "failed"
        ? say(`error.${line.code}`)
        : say("stopped");
  return `**${name}** · ${how}`;
}
