import { type TaskContext, throwIfStopped } from "../../model/index.ts";
import type { ChatModel } from "./client/index.ts";
import { fenceDocument } from "./prompt/numberedLines.ts";
import type { Prompts } from "./prompt/prompts.ts";
import { answerSchema } from "./prompt/responseSchemas.ts";

/** A text that tells neither what is asked here. */
const CONTROL_LINES = [
  "The bakery at the old mill in Brall opened in 2011.",
  "It has two ovens and sells rye bread on weekdays.",
  "Some forty people come every morning.",
];
const CONTROL_QUESTIONS = ["Who owns it?", "What did the building cost?"];
const CONTROL_OUTPUT_TOKENS = 500;

/**
 * Finds out whether a model says so when a text does not tell what is asked. Small models answer every question, with
 * sentences that are true and no answer.
 */
export class Restraint {
  readonly #model: ChatModel;
  readonly #prompts: Prompts;
  #isKnown: Promise<boolean> | null = null;

  constructor(model: ChatModel, prompts: Prompts) {
    this.#model = model;
    this.#prompts = prompts;
  }

  /**
   * Whether the model leaves two control questions unanswered, which are asked once. A call that fails counts as an answer
   * this time.
   * @throws PithError `stopped` if the task is cancelled
   */
  async declines(context: TaskContext): Promise<boolean> {
    this.#isKnown ??= this.#askControls(context.signal);
    try {
      return await this.#isKnown;
    } catch {
      this.#isKnown = null;
      throwIfStopped(context.signal);
      return false;
    }
  }

  async #askControls(signal: AbortSignal): Promise<boolean> {
    const fenced = fenceDocument(
      null,
      CONTROL_LINES.map((text, i) => [i + 1, { text, headings: [] }] as const),
    );
    for (const question of CONTROL_QUESTIONS) {
      const task = this.#prompts.render("answer", { question, language: "English" });
      const { value } = await this.#model.complete(
        {
          name: "answer",
          schema: answerSchema(CONTROL_LINES.length),
          system: this.#prompts.system,
          user: `${fenced}\n\n${task}`,
          maxOutputTokens: CONTROL_OUTPUT_TOKENS,
        },
        "control",
        signal,
      );
      if (value.answerable && value.text.trim()) return false;
    }
    return true;
  }
}
