import { randomUUID } from "node:crypto";
import {
  type Answer,
  DEFAULT_OPTIONS,
  type Delivery,
  type Digest,
  NO_USAGE,
  newId,
  type Posting,
  type Turn,
  type Work,
} from "../../src/model/index.ts";
import { documentOf } from "./documents.ts";

const engine = { kind: "extractive", model: null, prompt: null } as const;

export const WORK: Work = {
  kind: "summarise",
  source: { from: "text", text: "A text.", name: "a.txt" },
  options: {
    length: "brief",
    style: "usual",
    language: "auto",
    focus: null,
    engine: "auto",
    sentences: null,
    agreed: false,
  },
  fresh: false,
  payer: "200",
};

export const ANSWER: Answer = {
  documents: [{ id: "a", title: null, url: null }],
  answerable: true,
  text: "Yes.",
  quotes: [{ document: "a", text: "Yes", start: 0, end: 3, paragraph: 1, page: null }],
  nearest: null,
  engine,
  language: "en",
  notices: [],
  usage: NO_USAGE,
  cached: false,
};

export function digestOf(paragraph: string): Digest {
  const { text, blocks, removed, ...document } = documentOf([paragraph]);
  return {
    ...{ document, engine, language: "en", length: "brief", createdAt: "2026-11-25T00:00:00.000Z", notices: [] },
    ...{ gist: text, points: [], claims: [], usage: NO_USAGE, cached: false },
  };
}

/** A delivery by an interaction, unlike any other. */
export const deliveryOf = (over: Partial<Delivery> = {}): Delivery => ({
  id: newId(),
  origin: randomUUID(),
  asker: "100",
  guild: "200",
  channel: "300",
  locale: "en-GB",
  private: true,
  source: null,
  from: null,
  replaces: null,
  thread: null,
  via: {
    by: "interaction",
    application: "400",
    token: "secret-token",
    until: Date.now() + 900_000,
    alone: false,
    own: "en-GB",
  },
  message: null,
  overview: null,
  ...over,
});

export const postingOf = (over: Partial<Posting> = {}): Posting => ({
  id: newId(),
  document: "none",
  title: "A title with \u0000 and \ud800 and 👩‍🚀",
  url: null,
  guild: randomUUID(),
  channel: randomUUID(),
  message: null,
  from: null,
  card: null,
  thread: null,
  asker: "100",
  private: false,
  options: DEFAULT_OPTIONS,
  locale: "en-GB",
  createdAt: Date.now(),
  ...over,
});

export const turnOf = (posting: string, over: Partial<Turn> = {}): Turn => ({
  id: newId(),
  posting,
  asker: "100",
  question: "Why?",
  answer: ANSWER,
  shown: null,
  createdAt: Date.now(),
  ...over,
});
