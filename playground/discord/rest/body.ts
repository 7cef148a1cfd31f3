import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { refuse } from "../state/errors.ts";
import { FILE_BYTES } from "../state/messages.ts";
import type { FileUpload } from "../state/model.ts";

/** Ten files and what is said of them. */
const REQUEST_BYTES = 10 * FILE_BYTES + 1024 * 1024;

/**
 * What a request carries: JSON, or a form whose `payload_json` is the JSON and whose `files[n]` are the files
 * (https://discord.com/developers/docs/reference#uploading-files).
 * @throws Refusal 50109 for what is no JSON, 40005 for what is too large
 */
export async function readBody(request: IncomingMessage): Promise<{ body: unknown; files: FileUpload[] }> {
  const bytes = await buffer(request);
  if (bytes.length > REQUEST_BYTES) throw refuse.tooLarge();
  const type = request.headers["content-type"] ?? "";
  if (bytes.length === 0) return { body: null, files: [] };
  if (!type.startsWith("multipart/form-data")) return { body: parse(bytes.toString()), files: [] };
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const files: FileUpload[] = [];
  for (const [key, value] of form) {
    if (typeof value === "string" || !/^files\[\d+\]$/.test(key)) continue;
    files.push({ name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  const payload = form.get("payload_json");
  return { body: typeof payload === "string" ? parse(payload) : {}, files };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse.badJson();
  }
}
