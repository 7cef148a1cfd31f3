import type { MessageContextMenuCommandInteraction } from "discord.js";
import type { JobQueue } from "../../jobs/index.ts";
import {
  type CompareOptions,
  type CompareTarget,
  DEFAULT_OPTIONS,
  newId,
  type Options,
  type Pair,
  PithError,
  type PostedSource,
  type Posting,
  type Question,
  type ServerSettings,
} from "../../model/index.ts";
import { translatorFor, visibleText } from "../../present/index.ts";
import type { Delivery, Records } from "../../records/index.ts";
import type { Deletion } from "../delivery/index.ts";
import {
  badRequest,
  canStartThread,
  type InteractionDeferrer,
  interactionDelivery,
  isGuildInstalled,
  type RepliableInteraction,
  requesterOf,
} from "../interactions/index.ts";
import type { DocumentAccess, Preconditions, Requester } from "../policy/index.ts";
import { extractRequestedSources, MAX_SOURCES, parseSource, sourceName, usesOverview } from "../sources.ts";
import { type Preflight, type PreflightRequest, preflight } from "./preflight.ts";

/**
 * A request for summaries. Options that are not set come from the server's settings or the defaults. `message` is the
 * id of the message with the sources, or null.
 */
export type SummariseRequest = {
  options: Partial<Options>;
  private: boolean;
  bypassCache: boolean;
  message: string | null;
};

/** The services that the handlers share. */
export type HandlerDeps = {
  jobs: JobQueue;
  records: Records;
  access: DocumentAccess;
  deletion: Deletion;
  deferrer: InteractionDeferrer;
  preconditions: Preconditions;
};

const COMPARE_OPTIONS: CompareOptions = { language: "auto", engine: "auto" };

/** Preflight options for requests that do not refer to an existing document. */
const NO_TARGET = { references: [], resolve: async () => undefined };

const toQuestion = (text: string): Question => ({ text: text.trim(), language: "auto", engine: "auto" });

/**
 * Handles requests for summaries, answers and comparisons, whether from interactions or messages. Checks permissions
 * and submits jobs. A request is stored before work on it starts.
 */
export class RequestHandler {
  readonly access: DocumentAccess;
  readonly records: Records;
  readonly #jobs: JobQueue;
  readonly #deletion: Deletion;
  readonly #deferrer: InteractionDeferrer;
  readonly #preconditions: Preconditions;

  constructor({ jobs, records, access, deletion, deferrer, preconditions }: HandlerDeps) {
    this.#deletion = deletion;
    this.#jobs = jobs;
    this.#preconditions = preconditions;
    this.records = records;
    this.access = access;
    this.#deferrer = deferrer;
  }

  /** Summarises the sources given in an interaction. Errors are shown to the requester. */
  async summarise(
    interaction: RepliableInteraction,
    sources: PostedSource[],
    request: SummariseRequest,
  ): Promise<void> {
    const { isPrivate, visibility, settings } = await this.#preflight(interaction, {
      ...NO_TARGET,
      wantsPrivate: request.private,
    });
    // If the answer is private or the bot is not a member here, the bot can only respond to the interaction, with a
    // single message.
    const isOneTooMany = sources.length > 1 && (isPrivate || !isGuildInstalled(interaction));
    const isEphemeral = visibility === "ephemeral" || !sources.length || isOneTooMany;
    // If the button of an offer was pressed, the answer replaces the offer. If the request is rejected, the offer stays
    // for others.
    const publicVisibility = interaction.isButton() ? "updatePublic" : "public";
    await this.#deferrer.deferAndRun(interaction, isEphemeral ? "ephemeral" : publicVisibility, async () => {
      if (!sources.length) throw badRequest(interaction, "nothing");
      if (isOneTooMany) throw new PithError("bad_request", translatorFor(interaction.locale)("one"));
      const deliveryFor = (index: number, isBatch: boolean): Delivery => {
        const delivery = interactionDelivery(interaction, isPrivate, request.message);
        if (index === 0) return delivery;
        // In a batch, all deliveries share the interaction's response. Otherwise all but the first are sent as messages.
        const via = isBatch ? delivery.via : ({ by: "message", replyTo: null, quiet: false } as const);
        return { ...delivery, origin: `${interaction.id}:${index}`, via };
      };
      const [serverSettings, mayStartThread] = [await settings, canStartThread(interaction)];
      // Only an overview can state that some sources were left out. Without one, all are rejected.
      if (sources.length > MAX_SOURCES && !usesOverview(sources, mayStartThread, serverSettings))
        throw new PithError("bad_request", translatorFor(interaction.locale)("tooManyHere", { n: MAX_SOURCES }));
      await this.submitDigests(sources, request, deliveryFor, mayStartThread, serverSettings);
    });
  }

  /**
   * Submits summaries of sources that were given together. If a thread can be started and the settings allow it,
   * several sources become a batch, which has an overview and a thread for the cards. Only the first `MAX_SOURCES` are
   * submitted. If more were given, the overview says so.
   * @param deliveryFor creates the delivery of a source, given its index and whether it belongs to a batch
   * @returns true if sources were left out and there is no overview to say so
   */
  async submitDigests(
    sources: PostedSource[],
    request: Pick<SummariseRequest, "options" | "bypassCache">,
    deliveryFor: (index: number, isBatch: boolean) => Delivery,
    mayStartThread: boolean,
    settings: ServerSettings,
  ): Promise<boolean> {
    const [id, of, isBatch] = [newId(), sources.length, usesOverview(sources, mayStartThread, settings)];
    for (const [i, source] of sources.slice(0, MAX_SOURCES).entries()) {
      const delivery = deliveryFor(i, isBatch);
      const overview = { id, of, name: sourceName(source) };
      await this.submitDigest(source, request, isBatch ? { ...delivery, thread: null, overview } : delivery, settings);
    }
    return of > MAX_SOURCES && !isBatch;
  }

  /** Summarises the message of a context menu command. Only the content that Discord sends with the interaction is used. */
  async summariseMessage(interaction: MessageContextMenuCommandInteraction, isPrivate: boolean): Promise<void> {
    const { targetMessage } = interaction;
    const request = { options: {}, private: isPrivate, bypassCache: false, message: targetMessage.id };
    await this.summarise(interaction, extractRequestedSources(targetMessage), request);
  }

  /**
   * Checks a request, counts it against the rate limit, and returns the settings that apply to it.
   * @throws the errors of `Preconditions.check`
   */
  checkPreconditions(requester: Requester): Promise<ServerSettings> {
    return this.#preconditions.check(requester);
  }

  /** Submits the summary of one source. Options that are not set come from the settings or the defaults. */
  async submitDigest(
    source: PostedSource,
    { options: overrides, bypassCache }: Pick<SummariseRequest, "options" | "bypassCache">,
    delivery: Delivery,
    { length, language, threads }: ServerSettings,
  ): Promise<void> {
    const options = { ...DEFAULT_OPTIONS, length, language, ...overrides };
    const thread = delivery.thread === "start" && !threads ? null : delivery.thread;
    const payer = billedTo(delivery);
    await this.#jobs.submit({ kind: "summarise", source, options, fresh: bypassCache, payer }, { ...delivery, thread });
  }

  /**
   * Answers a question asked in an interaction.
   * @param reference the id or title of the document. Null selects documents as in `DocumentAccess.resolveTargets`
   */
  async ask(
    interaction: RepliableInteraction,
    text: string,
    reference: string | null,
    wantsPrivate: boolean,
  ): Promise<void> {
    const requester = requesterOf(interaction);
    const { isPrivate, visibility, settings, target } = await this.#preflight(interaction, {
      wantsPrivate: wantsPrivate || !visibleText(text),
      references: reference === null ? [] : [reference],
      resolve: (audience) => this.access.resolveTargets(reference, requester, audience),
    });
    await this.#deferrer.deferAndRun(interaction, visibility, async () => {
      if (!visibleText(text)) throw badRequest(interaction, "wordless");
      await settings;
      const delivery = { ...interactionDelivery(interaction, isPrivate, null), thread: null };
      await this.submitQuestion(await target, text, delivery);
    });
  }

  /**
   * Answers a question about a source that has not been summarised.
   * @param message the id of the message with the source
   * @param findSource returns the source; the requester is shown any error that it throws
   */
  async askAboutSource(
    interaction: RepliableInteraction,
    text: string,
    message: string,
    wantsPrivate: boolean,
    findSource: () => Promise<PostedSource>,
  ): Promise<void> {
    const { isPrivate, visibility, settings } = await this.#preflight(interaction, {
      ...NO_TARGET,
      wantsPrivate: wantsPrivate || !visibleText(text),
    });
    await this.#deferrer.deferAndRun(interaction, visibility, async () => {
      if (!visibleText(text)) throw badRequest(interaction, "wordless");
      await settings;
      const delivery = { ...interactionDelivery(interaction, isPrivate, message), thread: null };
      await this.submitSourceQuestion(await findSource(), text, delivery);
    });
  }

  /** Compares two documents. Each reference is the id or title of a document, or the URL of a page. */
  async compare(interaction: RepliableInteraction, references: Pair<string>, wantsPrivate: boolean): Promise<void> {
    const requester = requesterOf(interaction);
    const toTarget = async (reference: string, audience: "public" | "ephemeral"): Promise<CompareTarget> => {
      const source = parseSource(reference);
      if (source.from === "url") return { url: source.url };
      return { posting: (await this.access.find(reference, requester, audience)).id };
    };
    const [first, second] = references;
    const { isPrivate, visibility, settings, target } = await this.#preflight(interaction, {
      wantsPrivate,
      references,
      resolve: (audience) => Promise.all([toTarget(first, audience), toTarget(second, audience)]),
    });
    await this.#deferrer.deferAndRun(interaction, visibility, async () => {
      await settings;
      const sides: Pair<CompareTarget> = await target;
      const delivery = { ...interactionDelivery(interaction, isPrivate, null), thread: null };
      const payer = billedTo(delivery);
      await this.#jobs.submit({ kind: "compare", sides, options: COMPARE_OPTIONS, payer }, delivery);
    });
  }

  #preflight<T>(interaction: RepliableInteraction, request: PreflightRequest<T>): Promise<Preflight<T>> {
    return preflight(interaction, this.access, this.#preconditions, request);
  }

  /**
   * Submits a question about postings that the requester can read.
   * @param delayMs time before the job starts, during which the question can still be cancelled
   */
  async submitQuestion(about: Posting[], text: string, delivery: Delivery, delayMs = 0): Promise<void> {
    const postings = about.map(({ id }) => id);
    const spec = {
      kind: "ask",
      postings,
      source: null,
      question: toQuestion(text),
      payer: billedTo(delivery),
    } as const;
    await this.#jobs.submit(spec, delivery, delayMs);
  }

  /** Submits a question about a source that is being summarised for the same message. */
  async submitSourceQuestion(source: PostedSource, text: string, delivery: Delivery): Promise<void> {
    const payer = billedTo(delivery);
    await this.#jobs.submit({ kind: "ask", postings: [], source, question: toQuestion(text), payer }, delivery);
  }

  /** Submits another digest of a posting that the requester can read. */
  async submitVariant(posting: Posting, options: Options, delivery: Delivery): Promise<void> {
    const spec = { kind: "digest", posting: posting.id, options, fresh: false, payer: billedTo(delivery) } as const;
    await this.#jobs.submit(spec, delivery);
  }

  /** Cancels the delivery of a pending question that its author has edited or continued. */
  async cancel(deliveryId: string): Promise<void> {
    await this.#jobs.cancel(deliveryId);
  }

  /**
   * Stops a delivery, or all deliveries of a batch. A digest whose draft is shown is finished with that.
   * @param id the id of the delivery or overview
   * @returns whether a single delivery was stopped with nothing to show; always false for a batch, whose overview shows
   *   the result
   * @throws PithError `not_yours` if the requester neither started it nor is a moderator
   */
  async stop(interaction: RepliableInteraction, id: string): Promise<boolean> {
    const overview = await this.records.overviews.get(id);
    const item = overview ?? (await this.records.jobs.getPendingDelivery(id));
    if (item && !(await this.access.canModify(item, requesterOf(interaction)))) throw new PithError("not_yours");
    if (overview) {
      await this.#deletion.stop(overview.sources.map(({ delivery }) => delivery));
      return false;
    }
    // A draft is no better than the digest that the delivery was to replace.
    if (item && "replaces" in item && item.replaces) return this.#deletion.cancel([id]);
    const [end] = await this.#deletion.stop([id]);
    return end === "cancelled";
  }
}

/** Returns the payer of a job: the server or, outside servers, the requester. */
export const billedTo = ({ guild, asker }: Delivery): string => guild ?? asker;
