import { ChatModel } from "../../src/engine/index.ts";

type Endpoint = ChatModel["endpoint"];

/** Creates the model of a stub server. Settings that are not given are those of a keyless model without a price. */
export const createStubModel = (baseUrl: string, settings: Partial<Omit<Endpoint, "baseUrl">> = {}): ChatModel =>
  new ChatModel({
    name: "stub",
    baseUrl,
    apiKey: null,
    contextTokens: 8000,
    price: null,
    deadlineMs: 5000,
    reasoning: null,
    ...settings,
  });
