import type { Document, Posting } from "../../model/index.ts";
import type { CitedSource } from "../../present/index.ts";
import type { Delivery, Records } from "../../records/index.ts";

/** Discord's address of a message. Outside servers, the channel stands below `@me`. */
const messageLink = ({ guild, channel }: Posting, message: string): string =>
  `https://discord.com/channels/${guild ?? "@me"}/${channel}/${message}`;

/**
 * Where citations are read: in a channel, in a thread with its parent channel, or privately by somebody who may read the
 * cited postings.
 */
export type ReadingPlace = Pick<Delivery, "channel" | "parent" | "private">;

/**
 * Returns what the citations of a posting lead to: its address or, if it was uploaded where the readers can see it, the
 * message with the upload. A variant that was asked for in a thread leads to the upload of the first digest. Returns
 * null if the document is no longer stored.
 */
export async function citedSource(
  posting: Posting,
  place: ReadingPlace,
  { documents, postings }: Pick<Records, "documents" | "postings">,
): Promise<(CitedSource & { document: Document }) | null> {
  const document = await documents.get(posting.document);
  if (!document) return null;
  const { url, private: isPrivate } = posting;
  const original = (posting.from === null ? null : await postings.get(posting.from)) ?? posting;
  const isVisible = original.message !== null && !isPrivate && !original.private && isOpenFrom(original, place);
  return { document, address: url, upload: isVisible ? messageLink(original, original.message!) : null };
}

/** Like `citedSource`, for several postings. Documents that are no longer stored are left out. */
export async function citedSources(
  postings: Posting[],
  place: ReadingPlace,
  records: Pick<Records, "documents" | "postings">,
): Promise<CitedSource[]> {
  const sources = await Promise.all(postings.map((posting) => citedSource(posting, place, records)));
  return sources.filter((source) => source !== null);
}

/**
 * Returns whether everybody who reads at the place can see the channel of a posting. Members of another channel may lack
 * the permission, so only the channel itself and its threads count.
 */
const isOpenFrom = ({ channel, thread }: Posting, place: ReadingPlace): boolean =>
  place.private || channel === place.channel || thread === place.channel || channel === place.parent;
