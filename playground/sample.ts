import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Digest } from "../src/model/index.ts";
import { digestMarkdown } from "../src/present/index.ts";
import { colourMarkdown, lineNumberIn } from "../src/terminal/markdown.ts";
import { translate } from "../src/terminal/output.ts";
import type { ActivityLog } from "./activityLog.ts";
import { buttonsOf, type FakeDiscord, type Message, MessageFlag, textOf } from "./discord/index.ts";

const SAMPLE_PATH = join(import.meta.dirname, "sample.txt");
/** Milliseconds to wait for the digest; allows for a slow machine or model. */
const DIGEST_TIMEOUT_MS = 120_000;

/**
 * Posts the sample document in #news with a mention of the bot, and waits for the digest.
 * @returns the digest as Markdown coloured for the terminal, or the text of the bot's reply if there is no digest
 * @throws Error if the bot has not finished its reply within `DIGEST_TIMEOUT_MS`
 */
export async function runSample(discord: FakeDiscord, activityLog: ActivityLog): Promise<string> {
  const { ada, state } = discord;
  const { bot } = state;
  const news = state.channel("news");
  const name = "harbour-ferries.txt";
  const files = [{ name, bytes: readFileSync(SAMPLE_PATH), type: "text/plain" }];
  const question = ada.post(news, { content: `<@${bot.id}> what does this say?`, files });
  const isReply = (message: Message): boolean =>
    message.author === bot.id && message.channel_id === news.id && message.id > question.id && isFinished(message);
  const card = await discord.waitFor(isReply, DIGEST_TIMEOUT_MS);
  const digest = activityLog.results.find((result): result is Digest => "gist" in result);
  const document = activityLog.documents.find(({ id }) => id === digest?.document.id);
  return digest
    ? colourMarkdown(digestMarkdown(digest, translate, name, document && lineNumberIn(document)))
    : textOf(card);
}

/** Whether a reply of the bot is final: not loading, not empty, and without a Stop button. */
const isFinished = (message: Message): boolean =>
  !(message.flags & MessageFlag.Loading) &&
  textOf(message) !== "" &&
  !buttonsOf(message).some(({ custom_id }) => custom_id?.includes(":stop:"));
