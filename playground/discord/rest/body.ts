import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { apiErrors } from "../state/errors.ts";
import { MAX_FILE_BYTES } from "../state/messages.ts";
import type { FileUpload } from "../state/model.ts";

/** Maximum size of a request body, in bytes: ten files of the maximum size, and 1 MiB for the other fields. */
const MAX_REQUEST_BYTES = 10 * MAX_FILE_BYTES + 1024 * 1024;

/**
 * Reads a request body: JSON, or multipart form data with `payload_json` and `files[n]`.
 * (https://discord.com/developers/docs/reference#uploading-files)
 * @throws ApiError 50109 for invalid JSON, 40005 if the body is too large
 */
export async function readBody(request: IncomingMessage): Promise<{ body: unknown; files: FileUpload[] }> {
  const bytes = await buffer(request);
  if (bytes.length > MAX_REQUEST_BYTES) throw apiErrors.requestTooLarge();
  const type = request.headers["content-type"] ?? "";
  if (bytes.length === 0) return { body: null, files: [] };
  if (!type.startsWith("multipart/form-data")) return { body: parseJson(bytes.toString()), files: [] };
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const files: FileUpload[] = [];
  for (const [key, value] of form) {
    if (typeof value === "string" || !/^files\[\d+\]$/.test(key)) continue;
    files.push({ name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  const payload = form.get("payload_json");
  return { body: typeof payload === "string" ? parseJson(payload) : {}, files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw apiErrors.invalidJson();
  }
}
