import type { ButtonInteraction, ChatInputCommandInteraction } from "discord.js";
import { type Delivery, PithError } from "../../model/index.ts";
import { action, type Card, forgottenInWords, noteCard, sayIn } from "../../present/index.ts";
import type { Forgotten, Records } from "../../records/index.ts";
import type { Remover } from "../delivery/deletion.ts";
import { askerOf } from "../interactions/context.ts";
import type { Reception } from "../interactions/defer.ts";
import type { Access, Asker } from "../policy/documentAccess.ts";
import { manages } from "../policy/preconditions.ts";
import type { Room } from "./requests.ts";

/** What can be forgotten at once, beside a single document. */
export const SCOPES = ["mine", "channel", "server"] as const;
export type Scope = (typeof SCOPES)[number];

const AT_ONCE = 500;

/** Removes what is kept, at the wish of those whose it is or who look after the place. */
export class Forgetting {
  readonly #access: Access;
  readonly #records: Records;
  readonly #remover: Remover;
  readonly #reception: Reception;

  constructor({ access, records, remover, reception }: Room) {
    this.#access = access;
    this.#records = records;
    this.#remover = remover;
    this.#reception = reception;
  }

  /** A document, if the asker posted it or moderates here. */
  async document(asking: ChatInputCommandInteraction, document: string): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => {
      const asker = askerOf(asking);
      const posting = await this.#access.find(document, asker, "asker");
      if (!(await this.#access.mayChange(posting, asker))) throw new PithError("not_yours");
      return noteCard(forgottenInWords(await this.#remover.forget([posting]), sayIn(asking.locale)));
    });
  }

  /** Says how much there is, and asks whether it is to go. */
  async ask(asking: ChatInputCommandInteraction, scope: Scope): Promise<void> {
    await this.#reception.answering(asking, "asker", async (): Promise<Card> => {
      const asker = askerOf(asking);
      await this.#check(scope, asker);
      const say = sayIn(asking.locale);
      const postings = await this.#postings(scope, asker, AT_ONCE);
      const turns = scope === "mine" ? (await this.#records.turns.by(asker.user, AT_ONCE)).length : 0;
      const underWay = await this.#underWay(scope, asker);
      if (postings.length + turns + underWay.length === 0) return noteCard(say("nothingKept"));
      const more = postings.length === AT_ONCE || turns === AT_ONCE ? say("orMore") : "";
      const questions = scope === "mine" ? say("questions", { n: turns }) : say("theirQuestions");
      const words = say(`forget.${scope}`, { n: postings.length, questions });
      return { ...noteCard(`${words} ${more}`.trim()), actions: [action("forget", scope, say)] };
    });
  }

  /** Forgets it. The rows go first, all of them: a card that is not reached yet leads nowhere then. */
  async confirm(asking: ButtonInteraction, scope: Scope): Promise<void> {
    let gone: Forgotten = { postings: [], turns: [] };
    await this.#reception.answering(asking, "inPlace", async () => {
      const asker = askerOf(asking);
      await this.#check(scope, asker);
      // What is being made would come after what is forgotten.
      await this.#remover.drop(await this.#underWay(scope, asker));
      gone = await this.#forget(scope, asker);
      return noteCard(forgottenInWords(gone, sayIn(asking.locale)));
    });
    await this.#remover.takeBack(gone);
  }

  async #forget(scope: Scope, asker: Asker): Promise<Forgotten> {
    const { postings, turns } = this.#records;
    const gone: Forgotten = { postings: [], turns: [] };
    for (;;) {
      const some = await this.#postings(scope, asker, AT_ONCE);
      if (!some.length) break;
      const forgotten = await postings.forget(some.map(({ id }) => id));
      gone.postings.push(...forgotten.postings);
      gone.turns.push(...forgotten.turns);
    }
    if (scope !== "mine") return gone;
    for (;;) {
      const some = await turns.by(asker.user, AT_ONCE);
      if (!some.length) return gone;
      gone.turns.push(...(await turns.forget(some.map(({ id }) => id))));
    }
  }

  async #underWay(scope: Scope, { user, guild, channel }: Asker): Promise<Delivery[]> {
    const waiting = await this.#records.journal.waiting();
    return waiting.filter((to) => {
      if (scope === "mine") return to.asker === user;
      return to.guild === guild && (scope === "server" || to.channel === channel);
    });
  }

  async #postings(scope: Scope, { user, guild, channel }: Asker, limit: number) {
    const { postings } = this.#records;
    if (scope === "mine") return postings.by(user, limit);
    return postings.recent({ guild, channel: scope === "channel" ? channel : null }, limit);
  }

  /** Who looks after a channel may have it forgotten, in a direct channel whoever is in it; a server who manages it. */
  async #check(scope: Scope, asker: Asker): Promise<void> {
    const { guild, member } = asker;
    if (scope === "mine") return;
    if (scope === "channel" && (guild === null || (await this.#access.mayModerate(asker, asker)))) return;
    if (scope === "server" && guild !== null && manages(member)) return;
    throw new PithError("not_yours");
  }
}
