import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Digest } from "../src/model/index.ts";
import { digestMarkdown } from "../src/present/index.ts";
import { say } from "../src/terminal/output.ts";
import { lineIn, readable } from "../src/terminal/readable.ts";
import type { Ledger } from "./activityLog.ts";
import { buttonsOf, type Loopback, type Message, MessageFlag, textOf } from "./discord/index.ts";

const SAMPLE = join(import.meta.dirname, "sample.txt");
/** On a slow machine, with a model that takes its time. */
const PATIENCE_MS = 120_000;

/** Ada posts the sample in #news and mentions the bot; gives the digest that the bot answered with, as Markdown. */
export async function runSample(discord: Loopback, ledger: Ledger): Promise<string> {
  const { ada, world } = discord;
  const { bot } = world;
  const news = world.channel("news");
  const name = "harbour-ferries.txt";
  const files = [{ name, bytes: readFileSync(SAMPLE), type: "text/plain" }];
  const posted = ada.post(news, { content: `<@${bot.id}> what does this say?`, files });
  const isAnswer = (message: Message): boolean =>
    message.author === bot.id && message.channel_id === news.id && message.id > posted.id && isFinished(message);
  const card = await discord.waitFor(isAnswer, PATIENCE_MS);
  const digest = ledger.results.find((result): result is Digest => "gist" in result);
  const document = ledger.documents.find(({ id }) => id === digest?.document.id);
  return digest ? readable(digestMarkdown(digest, say, name, document && lineIn(document))) : textOf(card);
}

/** A card on which work goes on has a button Stop, and nothing says "thinking…". */
const isFinished = (message: Message): boolean =>
  !(message.flags & MessageFlag.Loading) &&
  textOf(message) !== "" &&
  !buttonsOf(message).some(({ custom_id }) => custom_id?.includes(":stop:"));
