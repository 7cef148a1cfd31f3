import type { Claim, ErrorCode, Notice, PithError } from "../model/index.ts";

/** For each code: what happened, and what the person can do next. `{}` stands for the error's detail. */
const ERROR_WORDS: Record<ErrorCode, [cause: string, next: string]> = {
  bad_url: [
    "That is not a web address Pith can open",
    "Give a full address that begins with http:// or https://, without a user name or password in it.",
  ],
  address_refused: [
    "Pith does not open that address",
    "Only public web pages can be read; paste the text or post the file instead.",
  ],
  not_found: ["There is nothing there", "Check the path or address for a typing mistake."],
  blocked: [
    "The site does not let programs read that page",
    "Open it yourself and paste the text, or post it as a file.",
  ],
  http_error: ["The site did not answer as it should", "Try again in a minute, or paste the text."],
  timeout: ["That took too long and was stopped", "Try again, or give a smaller part of it."],
  too_large: ["That is larger than Pith reads", "Give a part of it, or raise PITH_MAX_BYTES where Pith runs."],
  too_large_unpacked: [
    "That file grows too large when it is opened",
    "Save it again in a plainer format, or give a part of it.",
  ],
  unsupported: [
    "Pith does not read this type of file",
    "Give a web page, PDF, office document (.docx, .odt, .pptx, .xlsx, .rtf), e-book, mail, or a file of text.",
  ],
  encrypted: ["That file is locked with a password", "Remove the password and post it again."],
  damaged: ["That file is damaged or cut off", "Open it in its own program, save it again, and post the new file."],
  empty: ["There is no text in it", "Check that the right file was given."],
  too_short: [
    "Almost no text was found on that large page",
    "It may build itself with scripts or hide behind a login: paste the text instead.",
  ],
  no_text_layer: [
    "The pages are pictures without text",
    "Run text recognition (OCR) over the scan and post the result.",
  ],
  not_an_article: [
    "There is nothing in it that could be summed up",
    "Give the page or file that holds the article itself.",
  ],
  over_budget: [
    "The budget for the model does not reach so far",
    "Ask for an extractive digest; whoever runs Pith can raise it (PITH_RUN_TOKENS).",
  ],
  rate_limited: ["Those were many requests in a short time", "Wait a minute and ask again."],
  busy: ["Pith has more work than it can hold just now", "Try again in a minute."],
  model_unavailable: [
    "The language model gave no answer that can be used",
    "Try again later, or choose the extractive engine; whoever runs Pith can look with `pith doctor`.",
  ],
  model_refused: ["The language model declined to work on this text", "Choose the extractive engine for it."],
  model_truncated: [
    "The language model's answer was cut off",
    "Ask for a shorter digest, or choose the extractive engine.",
  ],
  no_document: [
    "There is no such document here, or you may not read it",
    "Choose one from the list that /ask offers, or post it again.",
  ],
  same_document: ["Both are the same text", "Name two different documents to compare."],
  not_allowed: ["That cannot be opened", "Check that you may read it."],
  stopped: ["The work was stopped", "Ask again to start it anew."],
  bad_request: ["That request is not of the right form", "See `pith --help` or the README for the form."],
  bad_config: ["The configuration is wrong", "Correct the named variables; .env.example describes each."],
  internal: [
    "Something went wrong inside Pith",
    "Try again; if it happens twice, report it with the command and the file.",
  ],
};

/** What the two sides of a comparison are called. */
export const SIDES = ["A", "B"] as const;

/** Buttons. */
export const ACTION_WORDS = { ask: "Ask", stop: "Stop", offer: "Summarise" } as const;

export const STAGE_WORDS = {
  read: "Reading",
  clean: "Cleaning",
  digest: "Summarising",
  verify: "Checking quotes",
  answer: "Looking for the answer",
  compare: "Comparing",
} as const;

/** What the bot says of its own on cards and in threads. */
export const CARD_WORDS = {
  untitled: "Untitled",
  nearest: "Nearest passage:",
  unverified: "Not found in the text",
  asOf: "page as of",
  draft: "First draft; the model is still at work.",
  offer: "Shall Pith digest this?",
  offerOver: "the message was deleted, or I cannot read it",
  stopped: "Stopped. Ask again to start it anew.",
  removed: "Removed.",
  threadOpened: "Ask about this here: mention me, reply to me with the ping on, or use the Ask button.",
  mentionMe: "I can read your question only when you mention me, or reply to me with the ping on.",
  nothingGiven: "Give me something to read: post a link, a file or a longer text and mention me, or use /summarise.",
  cannotReadReply:
    "I cannot read that message from here. Right-click it and choose Apps ▸ Summarise, or post its text to me.",
  tooMany: (taken: number): string => `I take ${taken} at a time; post the rest again.`,
  one: "here it must be one at a time",
  agree: "They agree",
  differ: "They differ",
  only: (side: string): string => `Only in ${side}`,
  byWords: "Compared by words: what one says in quite other words than the other may stand as its own.",
  nothingInCommon: "I found no statement of which both speak.",
  noFile: "Not all of it fits here, and I may not attach files in this channel.",
  cannotWrite: (channel: string): string =>
    `I may not write in <#${channel}>. /summarise and /ask work there all the same; or have me given the right to send messages.`,
  ready: "What you asked for privately is ready. Run the same command again: it comes at once.",
  late: (asker: string): string => `<@${asker}>, here it is, late but whole:`,
  forgotten: (postings: number): string =>
    postings === 1 ? "Forgotten: one document with its digest and questions." : `Forgotten: ${postings} documents.`,
  threadTitle: (title: string): string => `📄 ${title}`,
  askTitle: "Ask about this",
  askLabel: "Your question",
  giveTitle: "What shall I read?",
  textLabel: "A text, or an address",
  filesLabel: "Files",
  focusLabel: "What it should be about above all",
  modeSet: (mode: string): string => `Files and links in this channel: **${mode}**.`,
  needsContent:
    "Discord does not let me read plain messages here: switch on Bot ▸ Message Content Intent in its portal.",
} as const;

export const NOTICE_WORDS: Record<Notice, string> = {
  model_failed: "The language model failed; this is the extractive digest.",
  model_cut_short: "The text is longer than the model can read at once; the extractive engine read all of it.",
  model_refused: "The language model declined to work on this text; this is the extractive digest.",
  over_budget: "The language model would take more than one run may; the extractive engine read all of it.",
  read_in_part: "Read in part.",
  passages_only:
    "The text is longer than the model reads at once; the answer rests on the passages nearest to the question.",
  compared_in_part: "The texts are longer than the model reads at once; it compared their main passages.",
  languages_differ: "The two are in different languages, which only a language model can compare.",
  not_translated: "No language model is configured to translate; this is in the source's language.",
  gist_replaced: "The model's gist did not hold against the text; its place is taken by a sentence of the source.",
  quotes_dropped: "Some quotes or statements did not hold against the text and are not shown.",
};

/** What a model is about to take: "about 130,000 tokens, $0.02". */
export function planInWords({ tokens, costUsd }: { tokens: number; costUsd: number | null }): string {
  const cost = costUsd === null ? "" : `, $${costUsd.toFixed(costUsd < 0.1 ? 3 : 2)}`;
  return `about ${tokens.toLocaleString("en")} tokens${cost}`;
}

/** One sentence on the cause and one on the next step, for people. Never the message of an inner error. */
export function explain(error: PithError): string {
  const [cause, next] = ERROR_WORDS[error.code];
  return `${cause}${error.detail ? ` (${error.detail})` : ""}. ${next}`;
}

/** "6 claims, 5 verified" */
export function claimsInWords(claims: Claim[]): string {
  const verified = claims.filter((claim) => claim.status === "verified").length;
  return `${claims.length} ${claims.length === 1 ? "claim" : "claims"}, ${verified} verified`;
}
