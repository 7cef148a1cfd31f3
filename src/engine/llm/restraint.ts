import { NO_USAGE, sumOf, type Usage } from "../../model/index.ts";
import type { ChatModel } from "./client/index.ts";
import { fenceDocument } from "./prompt/numberedLines.ts";
import type { Prompts } from "./prompt/prompts.ts";
import { answerSchema } from "./prompt/responseSchemas.ts";

/** A text that tells neither what is asked here. The first line is said to seem to, as a near miss would be. */
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
  #known: Promise<{ declines: boolean; usage: Usage }> | null = null;

  constructor(model: ChatModel, prompts: Prompts) {
    this.#model = model;
    this.#prompts = prompts;
  }

  /**
   * Whether the model leaves two control questions unanswered, which are asked once, and what asking them has used. If they
   * cannot be asked, the model is believed this time.
   */
  async declines(): Promise<{ declines: boolean; usage: Usage }> {
    if (this.#known) return { declines: (await this.#known).declines, usage: NO_USAGE };
    const known = this.#askControls().catch(() => {
      this.#known = null;
      return { declines: true, usage: NO_USAGE };
    });
    this.#known = known;
    return known;
  }

  /** Asks the controls. They end at the time limit of a call, whoever waits for them. */
  async #askControls(): Promise<{ declines: boolean; usage: Usage }> {
    const { signal } = new AbortController();
    let usage = NO_USAGE;
    const fenced = fenceDocument(
      null,
      CONTROL_LINES.map((text, i) => [i + 1, { text, headings: [] }] as const),
    );
    for (const question of CONTROL_QUESTIONS) {
      const found = [{ n: 1, text: CONTROL_LINES[0] }];
      const task = this.#prompts.render("answer", { question, language: "English", found, hasFound: true });
      const completion = await this.#model.complete(
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
      usage = sumOf(usage, completion.usage);
      const { answerable, text } = completion.value;
      if (answerable && text.trim()) return { declines: false, usage };
    }
    return { declines: true, usage };
  }
}
