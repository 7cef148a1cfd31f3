import { parseText, tokenizeVTTCue, type VTTNode } from "media-captions";
import { type Extractor, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { tidy } from "./plainText.ts";

/**
 * Subtitles: WebVTT (W3C) and SubRip. Cues joined to sentences and paragraphs, a paragraph for each turn of a speaker;
 * times, cue numbers, styles and comments are not text. Cues that repeat the line before, as live captions do, say it once.
 */
export const captions: Extractor = {
  mediaTypes: ["text/vtt", "application/x-subrip"],
  async extract({ mediaType, text }) {
    const type = mediaType === "text/vtt" ? "vtt" : "srt";
    const { cues } = await parseText(withBlankLines(text ?? ""), { type, strict: false, errors: false });
    if (!cues.length) throw new PithError("empty");
    const turns: Turn[] = [];
    let last = { end: 0, line: "" };
    for (const cue of cues) {
      for (const { speaker, line } of linesOf(tokenizeVTTCue(cue))) {
        if (!line || line === last.line) continue;
        addLine(turns, speaker, line, cue.startTime - last.end);
        last = { end: cue.endTime, line };
      }
    }
    const blocks = turns.map(({ speaker, text: said }): RawBlock => {
      return { kind: "paragraph", text: speaker ? `${speaker}: ${said}` : said, page: null, links: 0 };
    });
    return { mediaType, blocks, meta: NO_META, coverage: null, flat: false, removed: [] };
  },
};

/** A cue's number and times, which begin it although the blank line before them is missing. */
const CUE_START = /\n(?=(?:\d+\n)?(?:\d+:)?\d\d:\d\d[.,]\d{3}\s*-->)/g;
const withBlankLines = (text: string): string => text.replace(CUE_START, "\n\n").replace(/(\n\d+)\n\n(?=\d)/g, "$1\n");

/** A pause of so many seconds after a sentence ends the paragraph; so do that many characters. */
const PAUSE = 4;
const LONG_PARAGRAPH = 600;
const SENTENCE_END = /[.!?…。！？]["'”’)\]]*$/u;

type Turn = { speaker: string | null; named: string | null; text: string };
type Line = { speaker: string | null; line: string };

function addLine(turns: Turn[], speaker: string | null, line: string, pause: number): void {
  const turn = turns.at(-1);
  const changes = /^(?:-|–|—|>>)\s*(?=\S)/.test(line);
  const said = line.replace(/^(?:-|–|—|>>)\s*(?=\S)/, "");
  const ended = turn && SENTENCE_END.test(turn.text) && (pause > PAUSE || turn.text.length > LONG_PARAGRAPH);
  if (turn && !changes && !ended && (speaker === null || speaker === turn.named)) turn.text += ` ${said}`;
  // A speaker who goes on in a new paragraph is not announced again.
  else turns.push({ speaker: speaker === turn?.named && !changes ? null : speaker, named: speaker, text: said });
}

/** "ANNA: " or "Dr. Brandt: " at the beginning of a line says who speaks. */
const SPEAKER = /^(?:-\s*)?((?:\p{Lu}[\p{L}.'’-]*)(?: \p{Lu}[\p{L}.'’-]*){0,3}):\s+(?=\S)/u;

function linesOf(nodes: VTTNode[], voice: string | null = null): Line[] {
  const lines: Line[] = [];
  const put = (speaker: string | null, text: string): void => {
    const last = lines.at(-1);
    if (last && last.speaker === speaker) last.line += text;
    else lines.push({ speaker, line: text });
  };
  for (const node of nodes) {
    if (node.type === "text") put(voice, node.data);
    else
      for (const { speaker, line } of linesOf(node.children, node.type === "v" ? node.voice : voice))
        put(speaker, line);
  }
  return lines.flatMap(({ speaker, line }) => line.split("\n").map((text) => named(speaker, tidy(text))));
}

function named(voice: string | null, line: string): Line {
  const speaker = SPEAKER.exec(line);
  return speaker && !voice ? { speaker: speaker[1]!, line: line.slice(speaker[0].length) } : { speaker: voice, line };
}
