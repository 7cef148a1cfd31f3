import type { ChatInputCommandInteraction, SlashCommandOptionsOnlyBuilder } from "discord.js";
import { PithError, type Source } from "../model/index.ts";

/** The three options by which a slash command takes a document. */
export function withSource(builder: SlashCommandOptionsOnlyBuilder): SlashCommandOptionsOnlyBuilder {
  return builder
    .addStringOption((option) => option.setName("url").setDescription("The address of an article").setMaxLength(2000))
    .addAttachmentOption((option) =>
      option.setName("file").setDescription("A file: web page, PDF, Word, Markdown or text"),
    )
    .addStringOption((option) => option.setName("text").setDescription("The text itself").setMaxLength(6000));
}

/** @throws PithError `bad_request` unless exactly one of url, file and text was given */
export function sourceOf({ options }: ChatInputCommandInteraction): Source {
  const [url, file, text] = [options.getString("url"), options.getAttachment("file"), options.getString("text")];
  if ([url, file, text].filter(Boolean).length !== 1)
    throw new PithError("bad_request", "give one of url, file and text");
  if (url) return { from: "url", url };
  if (text) return { from: "text", text };
  const { contentType } = file!;
  return { from: "attachment", url: file!.url, name: file!.name, ...(contentType && { mediaType: contentType }) };
}
