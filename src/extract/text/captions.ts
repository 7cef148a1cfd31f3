import { parseText, tokenizeVTTCue, type VTTNode } from "media-captions";
import { type Extractor, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { normalizeWhitespace } from "../whitespace.ts";

/**
 * Subtitles (W3C WebVTT and SubRip). The lines of the cues are joined into paragraphs, and a change of speaker begins a
 * new paragraph. A line that repeats the previous line is dropped, because live captions show each line several times.
 */
export const captions: Extractor = {
  mediaTypes: ["text/vtt", "application/x-subrip"],
  async extract({ mediaType, text }) {
    const type = mediaType === "text/vtt" ? "vtt" : "srt";
    const { cues } = await parseText(separateCues(text ?? ""), { type, strict: false, errors: false });
    if (!cues.length) throw new PithError("empty");
    const paragraphs: Paragraph[] = [];
    let previous = { endTime: 0, text: "" };
    for (const cue of cues) {
      for (const line of linesOf(tokenizeVTTCue(cue))) {
        if (!line.text || line.text === previous.text) continue;
        addLine(paragraphs, line, cue.startTime - previous.endTime);
        previous = { endTime: cue.endTime, text: line.text };
      }
    }
    const blocks = paragraphs.map(({ label, text }): RawBlock => {
      return { kind: "paragraph", text: label ? `${label}: ${text}` : text, page: null, links: 0 };
    });
    return { mediaType, blocks, meta: NO_META, coverage: null, flat: false, removed: [] };
  },
};

/** The line break before a cue. A cue starts with its timings, or with a number on the line above them. */
const CUE_START = /\n(?=(?:\d+\n)?(?:\d+:)?\d\d:\d\d[.,]\d{3}\s*-->)/g;

/** Inserts missing blank lines between cues. */
const separateCues = (text: string): string => text.replace(CUE_START, "\n\n").replace(/(\n\d+)\n\n(?=\d)/g, "$1\n");

/** Pause, in seconds, above which a new paragraph begins if the previous line completes a sentence. */
const MAX_PAUSE = 4;
/** Length, in UTF-16 units, above which a paragraph ends with its next complete sentence. */
const LONG_PARAGRAPH = 600;
const SENTENCE_END = /[.!?…。！？]["'”’)\]]*$/u;
/** A dash or `>>` at the start of a line, which indicates a change of speaker. */
const SPEAKER_CHANGE = /^(?:-|–|—|>>)\s*(?=\S)/;

type Line = { speaker: string | null; text: string };
/**
 * A paragraph. `label` is the speaker's name to put before the text, or null if the speaker is unknown or unchanged.
 */
type Paragraph = Line & { label: string | null };

/** Appends a line to the last paragraph or adds a new one. `pause` is the time since the previous line, in seconds. */
function addLine(paragraphs: Paragraph[], { speaker, text: source }: Line, pause: number): void {
  const last = paragraphs.at(-1);
  const hasSpeakerMark = SPEAKER_CHANGE.test(source);
  const text = source.replace(SPEAKER_CHANGE, "");
  const isComplete = last && SENTENCE_END.test(last.text) && (pause > MAX_PAUSE || last.text.length > LONG_PARAGRAPH);
  const isSameSpeaker = !hasSpeakerMark && (speaker === null || speaker === last?.speaker);
  if (last && isSameSpeaker && !isComplete) last.text += ` ${text}`;
  else paragraphs.push({ label: speaker === last?.speaker && !hasSpeakerMark ? null : speaker, speaker, text });
}

/** A speaker name at the start of a line, such as "ANNA: " or "Dr. Brandt: ". */
const SPEAKER_LABEL = /^(?:-\s*)?((?:\p{Lu}[\p{L}.'’-]*)(?: \p{Lu}[\p{L}.'’-]*){0,3}):\s+(?=\S)/u;

/** The lines of a cue. The speaker comes from an enclosing `<v>` element or from a label in the text. */
const linesOf = (nodes: VTTNode[]): Line[] =>
  spansOf(nodes, null).flatMap(({ speaker, text }) =>
    text.split("\n").map((line) => splitLabel({ speaker, text: normalizeWhitespace(line) })),
  );

/** The texts of nodes with their line breaks, joined as long as the same speaker (`voice`) has them. */
function spansOf(nodes: VTTNode[], voice: string | null): Line[] {
  const spans: Line[] = [];
  for (const node of nodes) {
    const own =
      node.type === "text"
        ? [{ speaker: voice, text: node.data }]
        : spansOf(node.children, node.type === "v" ? node.voice : voice);
    for (const { speaker, text } of own) {
      const last = spans.at(-1);
      if (last && last.speaker === speaker) last.text += text;
      else spans.push({ speaker, text });
    }
  }
  return spans;
}

/** Moves a speaker label from the text to `speaker`, unless the speaker is already known. */
function splitLabel(line: Line): Line {
  const label = line.speaker ? null : SPEAKER_LABEL.exec(line.text);
  return label ? { speaker: label[1]!, text: line.text.slice(label[0].length) } : line;
}
