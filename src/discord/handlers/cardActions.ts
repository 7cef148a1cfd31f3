import type { MessageComponentInteraction } from "discord.js";
import type { Jobs } from "../../jobs/index.ts";
import { DEFAULT_OPTIONS, type Digest, LENGTHS, type Options, PithError, type Posting } from "../../model/index.ts";
import { claimsCard, forgottenInWords, menuCard, noteCard, sayIn, sourceCard } from "../../present/index.ts";
import type { Records } from "../../records/index.ts";
import type { Remover } from "../delivery/deletion.ts";
import { askerOf, interactionDelivery } from "../interactions/context.ts";
import type { Reception } from "../interactions/defer.ts";
import type { Access } from "../policy/documentAccess.ts";
import type { Admission } from "../policy/preconditions.ts";
import type { Rendered } from "../ui/render.ts";
import { payerOf, type Room } from "./requests.ts";

type Asking = MessageComponentInteraction;

/** The ways in which a digest can be had otherwise. */
export const SHAPES = ["shorter", "longer", "bullets", "plain"] as const;
export type Shape = (typeof SHAPES)[number];

/** What people do with a card that is there. Who may not read it is told that there is none; what they see is theirs alone. */
export class Cards {
  readonly #access: Access;
  readonly #records: Records;
  readonly #jobs: Jobs;
  readonly #remover: Remover;
  readonly #reception: Reception;
  readonly #admission: Admission;

  constructor({ access, records, jobs, remover, reception, admission }: Room) {
    this.#access = access;
    this.#records = records;
    this.#jobs = jobs;
    this.#remover = remover;
    this.#reception = reception;
    this.#admission = admission;
  }

  /** Opens the claims with their quotes, or, when they are open, turns to another of their pages. */
  async claims(asking: Asking, posting: string, page: number | null): Promise<void> {
    await this.#reception.answering(asking, page === null ? "asker" : "inPlace", async () => {
      const { id } = await this.#find(posting, asking);
      return claimsCard(await this.#digest(id), id, page ?? 0, sayIn(asking.locale));
    });
  }

  /** What was read, and what of it was taken out. */
  async source(asking: Asking, posting: string): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => {
      const { document } = await this.#find(posting, asking);
      const read = await this.#records.documents.get(document);
      if (!read) throw new PithError("no_document");
      return sourceCard(read, sayIn(asking.locale));
    });
  }

  /** All that can be done beside what the card offers. */
  async menu(asking: Asking, posting: string): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => {
      const found = await this.#find(posting, asking);
      return menuCard(found.id, await this.#access.mayChange(found, askerOf(asking)), sayIn(asking.locale));
    });
  }

  /** Shows what `choices` gives to who may read the posting. */
  async offer(asking: Asking, posting: string, choices: (posting: string) => Rendered): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => choices((await this.#find(posting, asking)).id));
  }

  /** The digest in another form: on the card for its asker and moderators, for all others one of their own. */
  async reshape(asking: Asking, posting: string, shape: Shape | { language: string }): Promise<void> {
    await this.#reception.answering(asking, "inPlace", async () => {
      const found = await this.#find(posting, asking);
      await this.#anew(asking, found, shaped(found, await this.#digest(found.id), shape), false);
    });
  }

  /** The digest anew, of the page as it is now, or of the same file. */
  async refresh(asking: Asking, posting: string): Promise<void> {
    await this.#reception.answering(asking, "inPlace", async () => {
      const found = await this.#find(posting, asking);
      if (!(await this.#access.mayChange(found, askerOf(asking)))) throw new PithError("not_yours");
      const { length } = await this.#digest(found.id);
      await this.#anew(asking, found, { ...found.options, length, agreed: false }, true);
    });
  }

  /** Lets the model read what costs more than is spent unasked: who may change the card agrees to it. */
  async agree(asking: Asking, posting: string): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => {
      const found = await this.#find(posting, asking);
      if (!(await this.#access.mayChange(found, askerOf(asking)))) throw new PithError("not_yours");
      const { length } = await this.#digest(found.id);
      await this.#anew(asking, found, { ...found.options, length, agreed: true }, false);
    });
  }

  /** Removes the card with all that is kept of it. */
  async remove(asking: Asking, posting: string): Promise<void> {
    await this.#reception.answering(asking, "inPlace", async () => {
      const found = await this.#find(posting, asking);
      if (!(await this.#access.mayChange(found, askerOf(asking)))) throw new PithError("not_yours");
      return noteCard(forgottenInWords(await this.#remover.forget([found]), sayIn(asking.locale)));
    });
  }

  /** Takes away a message that only says what went wrong, for its asker and moderators. */
  async dismiss(asking: Asking, asker: string): Promise<void> {
    const [who, channel] = [askerOf(asking), asking.channelId];
    const may = who.user === asker || (await this.#access.mayModerate({ guild: who.guild, channel }, who));
    // A complaint has this button and no other.
    const buttons = JSON.stringify(asking.message.components).match(/"custom_id":"[^"]*"/g) ?? [];
    const isComplaint = buttons.length === 1 && buttons[0] === `"custom_id":${JSON.stringify(asking.customId)}`;
    if (!may || !isComplaint) throw new PithError("not_yours");
    await asking.deferUpdate();
    await asking.deleteReply();
  }

  /** Somebody says whether a digest, or an answer about a posting, is good. */
  async judge(asking: Asking, posting: string, turn: string | null, good: boolean): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => {
      const { id } = await this.#find(posting, asking);
      // An answer counts as private by its posting, so it must be of that one. One just shown may not be kept yet.
      const answer = turn === null ? null : await this.#records.turns.get(turn);
      if (answer && answer.posting !== id) throw new PithError("no_document");
      const of = turn === null ? "digest" : "answer";
      const [about, createdAt] = [turn ?? id, asking.createdTimestamp];
      await this.#records.feedback.give({ about, of, posting: id, asker: asking.user.id, good, createdAt });
      return noteCard(sayIn(asking.locale)("thanks"));
    });
  }

  async #anew(asking: Asking, found: Posting, options: Options, fresh: boolean): Promise<void> {
    await this.#admission.admit(askerOf(asking)); // it costs as much as a digest that is asked for by a command
    const isTheirs = !found.private && (await this.#access.mayChange(found, askerOf(asking)));
    const own = interactionDelivery(asking, true, found.message);
    const to = { ...own, from: found.from ?? found.id, replaces: isTheirs ? found.id : null };
    const payer = payerOf(to);
    const work =
      fresh && found.url !== null
        ? ({ kind: "summarise", source: { from: "url", url: found.url }, options, fresh, payer } as const)
        : ({ kind: "digest", posting: found.id, options, fresh, payer } as const);
    await this.#jobs.submit(work, to);
  }

  #find(posting: string, asking: Asking): Promise<Posting> {
    return this.#access.find(posting, askerOf(asking), "asker");
  }

  /** @throws PithError `no_document` for cards of before digests were kept, too */
  async #digest(posting: string): Promise<Digest> {
    const digest = await this.#records.digests.of(posting);
    if (!digest) throw new PithError("no_document");
    return digest;
  }
}

/** What a shape means for a digest of a certain length, of which the rest is as it was asked for. */
function shaped(
  { options: asked }: Posting,
  { length, language }: Digest,
  shape: Shape | { language: string },
): Options {
  const options: Options = { ...asked, style: DEFAULT_OPTIONS.style, length, agreed: false };
  if (typeof shape === "object") return { ...options, language: shape.language };
  // Who has it in another language than the document's, or asked for it, wants it in that one still.
  const kept = { ...options, language: asked.language === "auto" ? language : asked.language };
  if (shape === "bullets" || shape === "plain") return { ...kept, style: shape };
  const at = LENGTHS.indexOf(length) + (shape === "shorter" ? -1 : 1);
  return { ...kept, length: LENGTHS[Math.min(Math.max(0, at), LENGTHS.length - 1)]! };
}
