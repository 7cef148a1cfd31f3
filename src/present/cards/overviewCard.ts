import type { ErrorCode } from "../../model/index.ts";
import { fitsCard, subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { linkedTitle } from "../citations/index.ts";
import { escapeUntrusted } from "../escape.ts";
import { type Card, createAction } from "./card.ts";

/** The status of a source in a batch. `name` is the file name or URL as posted; a pasted text has no title. */
export type SourceStatus =
  | { status: "reading" | "stopped"; name: string }
  | { status: "done"; title: string | null; url: string | null; gist: string }
  | { status: "failed"; name: string; code: ErrorCode }
  | { status: "removed" };

/** Length limits in UTF-16 units. */
const MAX_TITLE_LENGTH = 120;
const MAX_URL_LENGTH = 300;
/**
 * Length limits of a gist in UTF-16 units, tried in order until the card fits. Several are needed because escaping can
 * double the length of a gist.
 */
const GIST_LENGTHS = [280, 140, 70, 0];

/** The number of sources that a batch reads, and whether more were posted. */
type SourceCount = { n: number; more: boolean };

/** Builds the overview of a batch: a line for each source, and a Stop button while one is being read. */
export function overviewCard(
  sources: SourceStatus[],
  { n, more }: SourceCount,
  overview: string,
  translate: Translate,
): Card {
  const isWorking = sources.some(({ status }) => status === "reading");
  const state = isWorking ? "working" : sources.every(({ status }) => status === "failed") ? "failed" : "done";
  const withGists = (gistLength: number): string[] => {
    const list = sources.map((source, i) => `${i + 1}. ${formatSource(source, gistLength, translate)}`).join("\n");
    return [`### ${translate("sources", { n })}`, list, more ? subtext([translate("tooMany", { n })]) : ""].filter(
      Boolean,
    );
  };
  const blocks = GIST_LENGTHS.map(withGists).find(fitsCard) ?? withGists(0);
  return { state, blocks, actions: isWorking ? [createAction("stop", overview, translate)] : [], files: [] };
}

function formatSource(source: SourceStatus, gistLength: number, translate: Translate): string {
  if (source.status === "removed") return translate("removed");
  if (source.status === "done" && source.title === null && gistLength) return escapeUntrusted(source.gist, gistLength);
  if (source.status === "done") {
    const title = `**${linkedTitle(source, translate, MAX_TITLE_LENGTH, MAX_URL_LENGTH)}**`;
    return gistLength ? `${title} · ${escapeUntrusted(source.gist, gistLength)}` : title;
  }
  const name = escapeUntrusted(source.name, MAX_TITLE_LENGTH) || translate("untitled");
  const progress =
    source.status === "reading"
      ? `${translate("stage.read")} …`
      : source.status === "failed"
        ? translate(`error.${source.code}`)
        : translate("stopped");
  return `**${name}** · ${progress}`;
}
