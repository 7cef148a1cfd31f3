import {
  cardChannel,
  DEFAULT_OPTIONS,
  type Digest,
  type JobResult,
  NO_USAGE,
  type Options,
  PithError,
  type Posting,
  type Progress,
  type ReadSource,
} from "../../model/index.ts";
import {
  answerCard,
  type Card,
  comparisonCard,
  countShownWords,
  createCiter,
  type DigestFooter,
  digestCard,
  noteCard,
  progressCard,
  shortTextCard,
  type Translate,
  translatorFor,
} from "../../present/index.ts";
import type { Delivery, Records } from "../../records/index.ts";
import { isOwnGist } from "../../statements/index.ts";
import { type BotTimings, DEFAULT_BOT_TIMINGS } from "../timings.ts";
import { render } from "../ui/index.ts";
import { isForbidden, isPermanent } from "./apiErrors.ts";
import { BatchOverviews } from "./batchOverview.ts";
import { CardSender } from "./cardSender.ts";
import { citedSource, citedSources } from "./citedSources.ts";
import type { MessageClient } from "./messageClient.ts";
import type { Rest } from "./rest.ts";
import { openThread } from "./threads.ts";
import { ThrottledMessage } from "./throttledMessage.ts";

/** Minimum length of a document, in words, for its digest to be posted without a request. */
const AUTO_MIN_WORDS = 400;
/** Maximum length of a digest that is posted without a request, as a share of the document's length in words. */
const AUTO_MAX_RATIO = 0.3;

type DigestResult = Extract<JobResult, { kind: "digest" }>;
type AnswerResult = Extract<JobResult, { kind: "answer" }>;
type ComparisonResult = Extract<JobResult, { kind: "comparison" }>;
type FailedResult = Extract<JobResult, { kind: "failed" }>;

/**
 * Delivers progress and results to Discord. It uses only REST, so that any process can deliver. Deliveries are
 * idempotent: an interaction is answered by editing one message, a message is created once per nonce, and an existing
 * thread is reused.
 */
export class Deliverer {
  readonly #rest: Rest;
  readonly #messages: MessageClient;
  readonly #sender: CardSender;
  readonly #overviews: BatchOverviews;
  readonly #records: Records;
  readonly #now: () => number;
  readonly #editIntervalMs: number;
  readonly #progressMessages = new Map<string, ThrottledMessage>();

  constructor(
    rest: Rest,
    messages: MessageClient,
    records: Records,
    now: () => number,
    { editIntervalMs }: BotTimings = DEFAULT_BOT_TIMINGS,
  ) {
    this.#rest = rest;
    this.#messages = messages;
    this.#overviews = new BatchOverviews(rest, messages, records, now, editIntervalMs);
    this.#sender = new CardSender(rest, messages, records, this.#overviews, now);
    this.#records = records;
    this.#now = now;
    this.#editIntervalMs = editIntervalMs;
  }

  /** Shows the progress of a job, with throttled edits. Errors are ignored, because the result follows. */
  report(delivery: Delivery, progress: Progress): void {
    if (delivery.via.by === "message" && delivery.via.quiet) return;
    const message =
      this.#progressMessages.get(delivery.id) ??
      new ThrottledMessage((card) => this.#sender.send(delivery, card).then(() => undefined), this.#editIntervalMs);
    this.#progressMessages.set(delivery.id, message);
    const isDraft = progress.stage === "draft";
    if (isDraft) message.draft = progress.digest;
    if (progress.stage === "plan") message.plan = progress;
    const translate = translatorFor(delivery.locale);
    // The document of a draft is not stored yet, so its quotes are cited without links.
    const cite = createCiter([], translate);
    message.show(progressCard(progress, message.draft, delivery.id, cite, translate, message.plan), isDraft);
  }

  /** Ends the progress of a delivery whose result another job delivers. */
  async leave(delivery: Delivery): Promise<void> {
    await this.#endProgress(delivery);
  }

  /** Replaces the progress of a cancelled delivery with a notice. */
  async cancel(delivery: Delivery): Promise<void> {
    const wasShown = await this.#endProgress(delivery);
    // Not awaited, because the Stop button has to be acknowledged within 3 seconds. If the update fails, a later one
    // shows the same state.
    if (delivery.overview) this.#overviews.scheduleRefresh(delivery.overview.id).catch(() => undefined);
    // Without a visible message there is nothing to replace. This happens if a question is deleted or continued early.
    if (delivery.via.by === "message" && !wasShown && delivery.message === null) return;
    const card = noteCard(translatorFor(delivery.locale)("stopped"));
    await this.#sender.send(delivery, card).catch(() => undefined); // best effort: a missing notice does no harm
  }

  /**
   * Delivers the result of a job. A permanent error of the Discord API ends the delivery without being thrown.
   * @throws any other error; the delivery can then be retried
   */
  async deliver(delivery: Delivery, result: JobResult): Promise<void> {
    await this.#endProgress(delivery);
    try {
      // A failure is recorded before it is reported. Recording can be repeated, whereas a retry after the report would
      // report the failure twice.
      if (result.kind === "failed") await this.#overviews.recordEnd(delivery, result.code);
      if (result.kind === "digest") await this.#deliverDigest(delivery, result);
      else if (result.kind === "answer") await this.#deliverAnswer(delivery, result);
      else if (result.kind === "comparison") await this.#deliverComparison(delivery, result);
      else await this.#deliverFailure(delivery, result);
      if (result.kind !== "failed") await this.#overviews.recordEnd(delivery, "done");
    } catch (thrown) {
      if (!isPermanent(thrown)) throw thrown;
      // A posting without a card cannot be used, so it is deleted.
      if (result.kind === "digest") {
        await this.#records.postings.delete([delivery.id]);
        await this.#overviews.recordEnd(delivery, "done").catch(() => undefined); // the overview may be gone as well
      }
      const isRequestedByMessage = delivery.via.by === "message" && !delivery.via.quiet;
      if (!isRequestedByMessage || !isForbidden(thrown)) return;
      const text = translatorFor(delivery.locale)("cannotWrite", { channel: `<#${delivery.channel}>` });
      await this.#sender.sendDm(delivery, noteCard(text));
    }
  }

  /** Stops the progress updates of a delivery. Returns whether any were shown. */
  async #endProgress({ id }: Delivery): Promise<boolean> {
    const message = this.#progressMessages.get(id);
    await message?.end();
    this.#progressMessages.delete(id);
    return message?.isSent ?? false;
  }

  async #deliverDigest(delivery: Delivery, result: DigestResult): Promise<void> {
    const { digest, document, payer, estimateUsd } = result;
    const isPaid = payer === (delivery.guild ?? delivery.asker);
    const footer = { cached: false, isPaidByViewer: isPaid, estimateUsd };
    if (delivery.via.by === "message" && delivery.via.quiet && !isWorthPosting(digest)) return;
    const isParentDeleted = delivery.from !== null && (await this.#records.postings.get(delivery.from)) === null;
    if (isParentDeleted) return this.#sender.sendError(delivery, new PithError("no_document"));
    if (delivery.replaces && (await this.#replaceDigest(delivery, delivery.replaces, result, footer))) return;
    const { title, url } = digest.document;
    const posting = this.#toPosting(delivery, { document, title, url }, result.options);
    // The posting is stored before the card is sent, so that the card's buttons work at once.
    await this.#records.postings.create(posting);
    const cached = digest.cached && (await this.#records.postings.hasVisibleDuplicate(posting));
    await this.#sendDigest(delivery, posting, digest, { ...footer, cached });
  }

  /** Stores a digest, sends its card, and starts the thread on the card if the delivery asks for one. */
  async #sendDigest(delivery: Delivery, posting: Posting, digest: Digest, footer: DigestFooter): Promise<void> {
    const translate = translatorFor(delivery.locale);
    const redacted = this.#redactOrigin(digest, footer);
    await this.#records.digests.save(delivery.id, redacted);
    const shown = { ...redacted, createdAt: digest.createdAt };
    const source = await citedSource(posting, delivery, this.#records);
    const { card, isShort } = renderDigest(shown, delivery.id, footer, source, translate);
    const message = await this.#sender.send(delivery, card);
    if (!message) return;
    const startsThread = delivery.thread === "start" && !delivery.private && !isShort;
    const batchThread = delivery.overview && message.channel_id !== delivery.channel ? message.channel_id : null;
    // A thread has the id of the message it is started on. The id is stored before the thread is started, because users
    // may write in the thread at once.
    const thread = startsThread ? message.id : batchThread;
    await this.#records.postings.update(delivery.id, { card: message.id, ...(thread && { thread }) });
    if (await this.#withdrawIfCancelled(delivery)) return;
    if (startsThread) await openThread(this.#rest.api, this.#messages, message, posting, translate);
  }

  #toPosting(delivery: Delivery, read: ReadSource, options: Options): Posting {
    const { id, guild, channel, source: message, from, asker, private: isPrivate, locale } = delivery;
    const thread = delivery.thread === "here" ? channel : null;
    const fromDelivery = { guild, channel, message, from, card: null, thread, asker, private: isPrivate, locale };
    return { id, ...read, ...fromDelivery, options, createdAt: this.#now() };
  }

  /**
   * Replaces the digest on an existing card and confirms this to the requester.
   * @param id the id of the posting that the card belongs to
   * @returns false if the card cannot be edited or the new digest is worse; the caller then sends the digest on a new
   *   card
   */
  async #replaceDigest(
    delivery: Delivery,
    id: string,
    { digest, document, options }: DigestResult,
    footer: DigestFooter,
  ): Promise<boolean> {
    const { postings, digests } = this.#records;
    const posting = await postings.get(id);
    if (!posting?.card) return false;
    const before = await digests.get(id);
    // If the model failed, an extractive digest does not replace one that a model wrote.
    const hasFailed = digest.notices.some((notice) => notice === "model_failed" || notice === "model_unsupported");
    if (hasFailed && before?.engine.kind === "llm") return false;
    const redacted = this.#redactOrigin(digest, footer);
    const translate = translatorFor(posting.locale);
    // The button was pressed beside the card.
    const place = { ...delivery, private: posting.private };
    const source = await citedSource({ ...posting, document }, place, this.#records);
    const shown = { ...redacted, createdAt: digest.createdAt };
    const { card } = renderDigest(shown, id, footer, source, translate);
    try {
      await this.#messages.edit(cardChannel(posting), posting.card, render(card));
    } catch (thrown) {
      if (isPermanent(thrown)) return false;
      throw thrown;
    }
    await postings.replaceDocument(id, { document, title: digest.document.title, options });
    await digests.save(id, redacted);
    await this.#overviews.refreshByDelivery([id]);
    await this.#sender.send(
      delivery,
      noteCard(translatorFor(delivery.locale)(hasSameText(before, digest) ? "unchanged" : "changed")),
    );
    return true;
  }

  /**
   * Returns the digest in the form that is stored and shown. This form must not reveal that another server made the
   * same digest. A digest that was cached for another server or paid for by another payer gets the current time. The
   * usage is kept only if the viewer paid for the digest.
   */
  #redactOrigin(digest: Digest, { cached, isPaidByViewer }: DigestFooter): Digest {
    const isFromElsewhere = !isPaidByViewer || (digest.cached && !cached);
    const createdAt = isFromElsewhere ? new Date(this.#now()).toISOString() : digest.createdAt;
    return { ...digest, cached, createdAt, usage: isPaidByViewer ? digest.usage : NO_USAGE };
  }

  /**
   * Withdraws a digest if its delivery was cancelled or its source deleted while the card was being sent. Returns
   * whether the digest was withdrawn.
   */
  async #withdrawIfCancelled(delivery: Delivery): Promise<boolean> {
    const [pending, posting] = await Promise.all([
      this.#records.jobs.getPendingDelivery(delivery.id),
      this.#records.postings.get(delivery.id),
    ]);
    if (pending && posting) return false;
    await this.#records.postings.delete([delivery.id]);
    await this.#sender.send(delivery, noteCard(translatorFor(delivery.locale)(posting ? "stopped" : "removed")));
    return true;
  }

  async #deliverAnswer(delivery: Delivery, { answer, question, postings, read }: AnswerResult): Promise<void> {
    const { id, asker, channel, locale } = delivery;
    // A source that was read for this question becomes a posting, so that follow-up questions can refer to it.
    if (read)
      await this.#records.postings.create({ ...this.#toPosting(delivery, read, DEFAULT_OPTIONS), thread: null });
    const existing = await this.#existingPostings(read ? [id] : postings);
    const [about] = existing;
    if (!about) return this.#sender.sendError(delivery, new PithError("no_document"));
    // A private question about a public posting is not stored, because all readers of a posting share its turns.
    const isKept = !delivery.private || about.private;
    const turn = isKept ? { turn: id, posting: about.id } : null;
    const translate = translatorFor(locale);
    const cite = createCiter(await citedSources(existing, delivery, this.#records), translate);
    // A reply shows the question above it, and a private answer stands where its only reader asked.
    const isQuestionHidden = delivery.via.by === "interaction" && !delivery.private && delivery.guild !== null;
    const context = { question: isQuestionHidden ? question : null, namesDocuments: about.thread !== channel };
    const message = await this.#sender.send(delivery, answerCard(answer, context, turn, cite, translate));
    if (!isKept) return;
    const shown = message && !delivery.private ? { channel, message: message.id, locale } : null;
    await this.#records.turns.add({ id, posting: about.id, asker, question, answer, shown, createdAt: this.#now() });
    // A deletion between the sending and the storing of the answer has not redacted it.
    if (await this.#records.postings.get(about.id)) return;
    await this.#sender.send(delivery, noteCard(translate("removed")));
  }

  async #deliverComparison(delivery: Delivery, { comparison, postings }: ComparisonResult): Promise<void> {
    const existing = await this.#existingPostings(postings);
    if (existing.length !== postings.length) return this.#sender.sendError(delivery, new PithError("no_document"));
    const translate = translatorFor(delivery.locale);
    const cite = createCiter(await citedSources(existing, delivery, this.#records), translate);
    await this.#sender.send(delivery, comparisonCard(comparison, cite, translate));
  }

  /**
   * Returns the postings, or an empty array if one of them was deleted during the job. Deleted documents must not be
   * quoted.
   */
  async #existingPostings(ids: string[]): Promise<Posting[]> {
    const postings = await Promise.all(ids.map((id) => this.#records.postings.get(id)));
    return postings.every((posting) => posting !== null) ? postings : [];
  }

  async #deliverFailure(delivery: Delivery, { code, detail }: FailedResult): Promise<void> {
    if (delivery.via.by === "message" && delivery.via.quiet) return;
    await this.#sender.sendError(delivery, new PithError(code, detail));
  }
}

/** Returns the card of a digest. A text that is shorter than its digest would be is answered in a line. */
function renderDigest(
  digest: Digest,
  posting: string,
  footer: DigestFooter,
  source: Awaited<ReturnType<typeof citedSource>>,
  translate: Translate,
): { card: Card; isShort: boolean } {
  if (source && isOwnGist(digest.gist, source.document))
    return { card: shortTextCard(digest, translate), isShort: true };
  const cite = createCiter(source ? [source] : [], translate);
  return { card: digestCard(digest, posting, footer, cite, translate), isShort: false };
}

/** Returns whether two digests have the same title and say the same in the same language and words. */
const hasSameText = (before: Digest | null, after: Digest): boolean =>
  before !== null && wordingOf(before) === wordingOf(after);

const wordingOf = ({ document, language, gist, points }: Digest): string =>
  JSON.stringify([document.title, language, gist, points.map(({ text }) => text)]);

/** Returns whether a digest that nobody requested is useful: the document is long, and the digest is much shorter. */
const isWorthPosting = (digest: Digest): boolean =>
  digest.document.words >= AUTO_MIN_WORDS && countShownWords(digest) <= AUTO_MAX_RATIO * digest.document.words;
