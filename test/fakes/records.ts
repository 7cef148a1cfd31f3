import { randomUUID } from "node:crypto";
import {
  type Answer,
  DEFAULT_OPTIONS,
  type Digest,
  type JobSpec,
  NO_USAGE,
  newId,
  type Posting,
  type Turn,
} from "../../src/model/index.ts";
import type { Delivery } from "../../src/records/index.ts";
import { createDocument } from "./documents.ts";

const engine = { kind: "extractive", model: null, prompt: null } as const;

export const JOB_SPEC: JobSpec = {
  kind: "summarise",
  source: { from: "text", text: "A text.", name: "a.txt" },
  options: {
    length: "brief",
    style: "usual",
    language: "auto",
    focus: null,
    section: null,
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

/** Creates a digest without points or claims, whose gist is the paragraph. */
export function createDigest(paragraph: string): Digest {
  const { text, blocks, removed, ...document } = createDocument([paragraph]);
  return {
    ...{ document, engine, language: "en", length: "brief", createdAt: "2026-11-25T00:00:00.000Z", notices: [] },
    ...{ gist: text, gistQuotes: [], points: [], claims: [], dropped: [], usage: NO_USAGE, cached: false },
  };
}

/** Creates a delivery that is sent as an interaction response, with a random id and origin. */
export const createDelivery = (overrides: Partial<Delivery> = {}): Delivery => ({
  id: newId(),
  origin: randomUUID(),
  asker: "100",
  guild: "200",
  channel: "300",
  parent: null,
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
  ...overrides,
});

/**
 * Creates a posting in a random guild and channel. Its title contains a NUL character, an unpaired surrogate and a ZWJ
 * sequence.
 */
export const createPosting = (overrides: Partial<Posting> = {}): Posting => ({
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
  ...overrides,
});

/** Creates a question about a posting, with its answer. */
export const createTurn = (posting: string, overrides: Partial<Turn> = {}): Turn => ({
  id: newId(),
  posting,
  asker: "100",
  question: "Why?",
  answer: ANSWER,
  shown: null,
  createdAt: Date.now(),
  ...overrides,
});
