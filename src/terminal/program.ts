import { Command, InvalidArgumentError, Option } from "commander";
import { ENGINES, LENGTHS } from "../model/index.ts";
import type { Output } from "../output.ts";
import { batch, OPERATIONS, type Operation } from "./batch.ts";
import { ask, type CommandContext, compare, extract, type SummariseFlags, summarise } from "./commands.ts";

/** The implementation of a command that uses the app. Returns whether everything succeeded. */
export type CommandHandler = (command: CommandContext) => Promise<boolean>;
export type CommandActions = {
  /** Creates the context, calls the handler and sets the exit code. */
  run(handler: CommandHandler): Promise<void>;
  doctor(): Promise<void>;
  /** @param once whether to exit after digesting the sample; applies only without a Discord token */
  bot(once: boolean): Promise<void>;
  worker(): Promise<void>;
  deploy(dryRun: boolean): Promise<void>;
  feedback(): Promise<void>;
};

/** Defines the command line. Parse errors, `--help` and `--version` throw a CommanderError instead of exiting. */
export function createProgram({ out, err }: Output, actions: CommandActions): Command {
  const program = new Command("pith")
    .description("Summaries of articles and files, with a quote from the source for every claim.")
    .version("0.1.0")
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err });
  addSourceCommands(program, actions.run);
  addBatchCommand(program, actions.run);
  addOperatorCommands(program, actions);
  return program;
}

/** Adds the commands that work on sources given as arguments. */
function addSourceCommands(program: Command, run: CommandActions["run"]): void {
  program
    .command("summarise")
    .alias("summarize")
    .description("summarise each source: a path, an http(s) URL, or - for stdin")
    .argument("<source...>")
    .option("--json", "print one JSON line per source")
    .addOption(new Option("--length <length>").choices(LENGTHS).default("standard"))
    .option("--language <name>", "auto, or a name or BCP-47 tag: German, de", "auto")
    .option("--focus <text>", "what to focus on")
    .option("--fresh", "ignore saved results")
    .addOption(engineOption())
    .option("--html <file>", "write an HTML page of the text with its quotes highlighted")
    .action((sources: string[], flags: SummariseFlags) => run((command) => summarise(sources, flags, command)));

  program
    .command("extract")
    .description("print the main text of each source")
    .argument("<source...>")
    .option("--json", "print one JSON line per source")
    .option("--removed", "also print what was removed, and why")
    .action((sources: string[], flags) => run((command) => extract(sources, flags, command)));

  program
    .command("ask")
    .description("answer a question from a source, with quotes")
    .argument("<source>")
    .argument("<question>")
    .option("--json", "print one JSON line")
    .option("--language <name>", "of the answer: auto (the question's), or a name or BCP-47 tag", "auto")
    .addOption(engineOption())
    .action((source: string, question: string, flags) => run((command) => ask(source, question, flags, command)));

  program
    .command("compare")
    .description("compare two sources: where they agree, where they differ and what only one says")
    .argument("<a>")
    .argument("<b>")
    .option("--json", "print one JSON line")
    .option("--language <name>", "of the statements: auto (the first source's), or a name or BCP-47 tag", "auto")
    .addOption(engineOption())
    .action((a: string, b: string, flags) => run((command) => compare([a, b], flags, command)));
}

function addBatchCommand(program: Command, run: CommandActions["run"]): void {
  program
    .command("batch")
    .description("process many sources: JSON lines in on stdin, JSON lines out on stdout")
    .argument("<operation>", OPERATIONS.join(", "), parseOperation)
    .option("--concurrency <n>", "lines processed at a time", parseConcurrency, 4)
    .action((operation: Operation, { concurrency }: { concurrency: number }) =>
      run(async (command) => {
        await batch(operation, concurrency, command);
        return true;
      }),
    );
}

/** Adds the commands for operators of the bot. */
function addOperatorCommands(program: Command, { doctor, bot, worker, deploy, feedback }: CommandActions): void {
  program.command("doctor").description("check the configuration and every service in it").action(doctor);
  program
    .command("bot")
    .description("run the Discord bot; without DISCORD_TOKEN, run it in a local playground")
    .option("--once", "without DISCORD_TOKEN: summarise the sample, then exit")
    .action(({ once = false }: { once?: boolean }) => bot(once));
  program
    .command("worker")
    .description("do the work of bots on the same Postgres, without connecting to Discord's gateway")
    .action(worker);
  program
    .command("deploy")
    .description("register the slash commands with Discord")
    .option("--dry-run", "only show what would change")
    .action(({ dryRun = false }: { dryRun?: boolean }) => deploy(dryRun));
  program
    .command("feedback")
    .description("export people's ratings of summaries and answers as JSON lines, without the text of private ones")
    .action(feedback);
}

const engineOption = (): Option => new Option("--engine <engine>").choices(ENGINES).default("auto");

/** @throws InvalidArgumentError if there is no such operation */
function parseOperation(value: string): Operation {
  const operation = OPERATIONS.find((known) => known === value);
  if (!operation) throw new InvalidArgumentError(`It must be one of ${OPERATIONS.join(", ")}.`);
  return operation;
}

/** Parses a number from 1 to 9999. @throws InvalidArgumentError for any other value */
function parseConcurrency(value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(value);
}
