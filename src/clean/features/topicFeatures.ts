import type { Line } from "../line.ts";

/**
 * What holds the lines of one article together, whatever its language: its terms come again a few lines on, while each
 * teaser of a list is about something else; a headline says what the lines below it speak of; and a caption says what
 * the text of its image says. All arrays run over the lines; a share is 0..1, or below 0 for a line without terms.
 */
export type Topic = {
  /** Share of a line's terms that prose near it has, though not next to it; and the mean of that over its neighbours. */
  cohesion: number[];
  cohesionNear: number[];
  /** How many terms of the likeliest headline the line has. */
  titleTerms: number[];
  /** Where the likeliest headline stands, or -1. */
  headline: number;
  /** Share of a line's terms that the most similar of the next lines has. */
  twin: number[];
  /** Share of a line's terms that other lines of the body have, and other lines of the page. */
  inBody: number[];
  inPage: number[];
};

const NEAR = 15;
const BESIDE = 6;
const TWIN_REACH = 4;
const TITLE_REACH = 40;
const WITHOUT_TERMS = -0.1;

export function readTopic(lines: Line[], sets: Set<number>[], prose: number[], isBody: (i: number) => boolean): Topic {
  const places = placesOf(sets);
  const cohesion = sets.map((set, i) => share(set, (term) => isInProseNear(places.get(term)!, i, prose)));
  const headline = findHeadline(lines, sets, places, prose);
  const title = sets[headline];
  const bodyCounts = new Map<number, number>();
  for (const [term, list] of places) bodyCounts.set(term, list.filter(isBody).length);
  return {
    headline,
    cohesion,
    cohesionNear: meanBeside(cohesion, prose),
    titleTerms: sets.map((set) => (title ? count(title, (term) => set.has(term)) : 0)),
    twin: findTwins(sets),
    inBody: sets.map((set, i) => share(set, (term) => bodyCounts.get(term)! > Number(isBody(i)))),
    inPage: sets.map((set) => share(set, (term) => places.get(term)!.length > 1)),
  };
}

function isInProseNear(list: number[], i: number, prose: number[]): boolean {
  for (const at of list) {
    if (at > i + NEAR) return false;
    if (at >= i - NEAR && (at < i - 1 || at > i + 1) && prose[at]! > 0) return true;
  }
  return false;
}

/** The lines in which each term stands. */
function placesOf(sets: Set<number>[]): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const [i, set] of sets.entries()) {
    for (const term of set) {
      const list = places.get(term);
      if (list) list.push(i);
      else places.set(term, [i]);
    }
  }
  return places;
}

function meanBeside(cohesion: number[], prose: number[]): number[] {
  return cohesion.map((_, i) => {
    let mass = 0.5;
    let sum = 0;
    for (let j = Math.max(0, i - BESIDE); j <= Math.min(prose.length - 1, i + BESIDE); j++) {
      mass += prose[j]!;
      sum += prose[j]! * Math.max(0, cohesion[j]!);
    }
    return sum / mass;
  });
}

/** The line that says most of what the prose below it speaks of; -1 for none. */
function findHeadline(lines: Line[], sets: Set<number>[], places: Map<number, number[]>, prose: number[]): number {
  let best = -1;
  let most = 0;
  for (const [i, { closed, words, separators }] of lines.entries()) {
    const set = sets[i]!;
    if (closed || words < 3 || words > 30 || separators > 1 || set.size < 2) continue;
    let found = 0;
    for (const term of set) found += proseLinesBelow(places.get(term)!, i, prose);
    const score = found / Math.sqrt(set.size);
    if (score > most) {
      most = score;
      best = i;
    }
  }
  return best;
}

/** In how many prose lines below a headline a term stands; more than a few tell no more. */
function proseLinesBelow(list: number[], i: number, prose: number[]): number {
  let found = 0;
  for (const at of list) {
    if (at > i + TITLE_REACH || found === 4) break;
    if (at > i && prose[at]! > 0) found++;
  }
  return found;
}

function findTwins(sets: Set<number>[]): number[] {
  const twins = new Array<number>(sets.length).fill(0);
  for (const [i, own] of sets.entries()) {
    for (let j = i + 1; j <= i + TWIN_REACH && j < sets.length; j++) {
      const [small, large] = own.size < sets[j]!.size ? [own, sets[j]!] : [sets[j]!, own];
      if (small.size < 3) continue;
      const likeness = share(small, (term) => large.has(term));
      twins[i] = Math.max(twins[i]!, likeness);
      twins[j] = Math.max(twins[j]!, likeness);
    }
  }
  return twins;
}

function count(set: Set<number>, has: (term: number) => boolean): number {
  let hits = 0;
  for (const term of set) if (has(term)) hits++;
  return hits;
}

const share = (set: Set<number>, has: (term: number) => boolean): number =>
  set.size ? count(set, has) / set.size : WITHOUT_TERMS;
