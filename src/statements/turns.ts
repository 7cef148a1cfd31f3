/**
 * The opening of a turn in a conversation: who speaks and when. `length` is the number of UTF-16 units before the first
 * word that was said; it is the whole line if nothing but name and time stands on it. `speaker` is null if only a time is
 * given, and the same speaker goes on.
 */
export type TurnOpening = { speaker: string | null; length: number };

const CLOCK = "(?:[01]?\\d|2[0-4])[:：]\\d{2}(?:[:：]\\d{2})?(?:[.,]\\d{1,3})?Z?(?:\\s?[ap]\\.?m\\b\\.?)?";
/** "12. März 2024", "3 de abril de 2024", "May 2, 2024". */
const WRITTEN_DAY =
  "\\d{1,2}(?:\\.|er)?\\s(?:de\\s)?\\p{L}{3,10}\\.?(?:\\sde)?\\s\\d{4}|\\p{L}{3,9}\\.?\\s\\d{1,2},?\\s\\d{4}|\\d{4}年\\d{1,2}月\\d{1,2}日";
const DAY = `(?:\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}|${WRITTEN_DAY}|(?:today|yesterday|heute|gestern|hoy|ayer|aujourd[’']hui|hier|oggi|ieri|hoje|ontem|сегодня|вчера|今日|昨日)\\b)`;
const STAMP = `[\\[(【]?\\s*(?:${DAY}[,\\sT]*(?:(?:at|um|a las|à|alle|às|в)\\s)?\\s*)?${CLOCK}(?:\\s*[\\])】]|\\s*[-–—>]+\\s*${CLOCK}\\s*[\\])】]?)?`;
const GAP = "[\\s\\u200e\\u200f~—–|·,•-]*";
/** A name as it stands before a colon: short, and no sentence. */
const LABEL =
  '[\\p{L}\\p{N}@#"“«][^:：<>\\[\\]\\n.!?。]{0,44}(?:\\.[^:：<>\\[\\]\\n.!?。\\s][^:：<>\\[\\]\\n.!?。]{0,30})?';

/** "[00:12] MARIA:", "12.03.24, 14:22 - Maria:", "14:02 <maria>": a time, a name, and what was said. */
const STAMPED_LABEL = new RegExp(
  `^[\\s\\u200e\\u200f]*${STAMP}${GAP}(?:<\\s*(${LABEL}?)\\s*>|(${LABEL}?)\\s?[:：](?!\\d))\\s*`,
  "iu",
);
/** "Maria Lind (12:04):", and "<maria>". */
const LABEL_STAMPED = new RegExp(
  `^\\s*(?:<\\s*(${LABEL}?)\\s*>|[*_[]{0,3}(${LABEL}?)[\\]*_]{0,3}\\s*[\\[(]\\s*${CLOCK}(?:\\s?[-–—>]+\\s?${CLOCK})?\\s*[\\])]\\s*[:：]?)\\s*`,
  "iu",
);
/** "maria — today at 14:02", "nadia.k  02:14", "08:41 Тамара": a line with nothing but a name and a time. */
const NAME_AND_STAMP = new RegExp(
  `^\\s*(\\S.{0,60}?)${GAP}(?:(?:at|um|à|в)\\s)?${STAMP}(?:\\s?(?:uhr|h))?\\s*[:：]?\\s*$`,
  "iu",
);
/** "maria — 05/09/2024 09:47 the hut is closed": name, time and what was said, where the format has lost the line end. */
const NAME_STAMP_TEXT = new RegExp(`^\\s*(${LABEL}?)\\s*[—–|·•]\\s*(?:(?:at|um|à|в)\\s)?${STAMP}\\s+(?=\\S)`, "iu");
const STAMP_AND_NAME = new RegExp(`^\\s*${STAMP}${GAP}(\\p{L}.{0,40}?)\\s*$`, "iu");
/** "[00:12] and then", "(03:42)": a time without a name. */
const STAMP_ALONE = new RegExp(
  `^\\s*(?:[\\[(【]\\s*(?:${DAY}[,\\sT]*)?${CLOCK}\\s*[\\])】]|${STAMP}(?=\\s*$))${GAP}`,
  "iu",
);
/** "MARIA:", "Q:", "**Maria:**". */
const LABELLED = new RegExp(`^[\\s*_[]*(${LABEL}?)[\\s*_\\]]*[:：][*_]*(?:\\s+|(?<=：))(?=\\S)`, "u");
/** "CD It's the sixth of June": the initials of who speaks. */
const INITIALS = /^(\p{Lu}{1,3})\s{1,8}(?=\S*\p{Ll}|["“‘I])/u;

/** "def main()", "else", "for x in rows": what stands before a colon in code. */
const CODE = /\w\(\)$|^(?:def|class|if|elif|else|for|while|try|except|finally|with|case|default|switch)(?:\s|$)/;

/** Maximum number of words of a name with its role. */
const MAX_NAME_WORDS = 6;
/** Minimum number of turns in a conversation. */
const MIN_TURNS = 4;
/** The same, if every line opens with a time, a name and a colon. */
const MIN_SURE_TURNS = 2;
/**
 * Minimum share of the lines that open a turn: if the openings have times, if they have only names, and if these ask
 * questions, the answers to which may have several paragraphs.
 */
const MIN_SHARE = { timed: 0.12, named: 0.5, asking: 0.2 };
/** Minimum share of the turns that are questions in an interview. */
const MIN_QUESTIONS = 0.2;

/** Number of lines that tell whether a text is a conversation, and of what notation. */
const MAX_SAMPLE_LINES = 5000;

/** Reads the opening of the turn that a line begins. Null for a line that goes on with the turn before it. */
type TurnReader = (line: string, index: number) => TurnOpening | null;

/** Finds all turns of a conversation, one entry for each line, or null if the lines are none. See `turnReader`. */
export function findTurns(lines: readonly string[]): (TurnOpening | null)[] | null {
  const read = turnReader(lines);
  return read && lines.map(read);
}

/**
 * Creates the reader for the turns of a conversation: a chat, an interview, a transcript. Null if the lines are no
 * conversation, which the first `MAX_SAMPLE_LINES` tell. A convention counts only if it is kept up: lines such as "Date:
 * 3 May" or "ACTION: Clerk to order." open no turns, because nobody answers.
 */
export function turnReader(lines: readonly string[]): TurnReader | null {
  const sample = lines.slice(0, MAX_SAMPLE_LINES);
  const nonEmpty = sample.filter((line) => line.trim()).length;
  const timed = sample.map(timedOpening);
  const named = timed.filter((turn) => turn?.speaker);
  const sure = sample.filter(isSure).length;
  const isTimed =
    (sure >= MIN_SURE_TURNS && sure === nonEmpty) ||
    (timed.filter(Boolean).length >= Math.max(MIN_TURNS, MIN_SHARE.timed * nonEmpty) &&
      (named.length === 0 || repeats(named.map((turn) => turn!.speaker!))));
  for (const pattern of [LABELLED, INITIALS]) {
    // "Max: sorry, I mean 8:40" ends with a time, and is no name with one.
    const openings = sample.map((line, i) => (isTimed && timed[i]?.speaker ? null : opening(pattern.exec(line))));
    const speakers = openings.flatMap((turn) => turn?.speaker ?? []);
    const questions = sample.filter((line, i) => openings[i] && /[?？]\s*$/.test(line)).length;
    const share = questions >= MIN_QUESTIONS * speakers.length ? MIN_SHARE.asking : MIN_SHARE.named;
    const isEnough = speakers.length >= Math.max(MIN_TURNS, share * nonEmpty);
    if (isEnough && repeats(speakers) && takesTurns(openings))
      return withoutStrangers(sample, (line) => {
        const stamped = timedOpening(line);
        const labelled = isTimed && stamped?.speaker ? null : opening(pattern.exec(line));
        return labelled ?? (isTimed ? stamped : stampAlone(line));
      });
  }
  return isTimed ? withoutStrangers(sample, timedOpening) : null;
}

/** Whether a line opens with a time, a name and a colon, which nothing else does. */
const isSure = (line: string): boolean => opening(STAMPED_LABEL.exec(line)) !== null;

/**
 * Takes back what only looks like a turn: "Released: 3 May" above the first one whose speaker comes back, and "it started
 * at 02:06", which is a message. A time, a name and a colon are a turn even of somebody who writes once.
 */
function withoutStrangers(sample: readonly string[], read: (line: string) => TurnOpening | null): TurnReader {
  const turns = sample.map(read);
  const counts = countsOf(turns.flatMap((turn) => turn?.speaker ?? []));
  const isKnown = (speaker: string): boolean => (counts.get(speaker) ?? 0) > 1;
  const first = turns.findIndex((turn) => turn !== null && (turn.speaker === null || isKnown(turn.speaker)));
  return (line, i) => {
    const turn = read(line);
    if (!turn?.speaker || isKnown(turn.speaker) || isSure(line)) return turn;
    return i < first || /^\p{Ll}\S* \S/u.test(turn.speaker) ? null : turn;
  };
}

/** Whether two speakers or more come back. */
function repeats(speakers: string[]): boolean {
  const returning = [...countsOf(speakers).values()].filter((count) => count >= 2);
  return returning.length >= 2 && returning.reduce((sum, count) => sum + count, 0) >= speakers.length / 2;
}

function countsOf(speakers: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const speaker of speakers) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  return counts;
}

/** Whether those who speak answer each other, rather than one label standing in a block of its own. */
function takesTurns(openings: (TurnOpening | null)[]): boolean {
  const speakers = openings.flatMap((turn) => turn?.speaker ?? []);
  const changes = speakers.filter((speaker, i) => i > 0 && speaker !== speakers[i - 1]).length;
  return changes >= speakers.length / 3;
}

function timedOpening(line: string): TurnOpening | null {
  if (!/\d[:：]\d|^\s*</.test(line.slice(0, 120))) return null;
  return (
    opening(STAMPED_LABEL.exec(line)) ??
    opening(LABEL_STAMPED.exec(line)) ??
    opening(NAME_AND_STAMP.exec(line)) ??
    opening(STAMP_AND_NAME.exec(line)) ??
    opening(NAME_STAMP_TEXT.exec(line)) ??
    stampAlone(line)
  );
}

function stampAlone(line: string): TurnOpening | null {
  const stamp = STAMP_ALONE.exec(line);
  return stamp && { speaker: null, length: stamp[0].length };
}

function opening(match: RegExpExecArray | null): TurnOpening | null {
  if (!match) return null;
  const speaker = match
    .slice(1)
    .find((group) => group !== undefined)
    ?.replace(/^[\s*_]+|[\s*_]+$/g, "");
  if (!speaker || !/\p{L}/u.test(speaker) || CODE.test(speaker) || speaker.split(/\s+/).length > MAX_NAME_WORDS)
    return null;
  return { speaker, length: match[0].length };
}
