import { spawn } from "node:child_process";

/** Runs Node with these arguments, and gives how it ended. */
export async function statusOf(args: string[], env: Record<string, string>): Promise<number | null> {
  const child = spawn(process.execPath, args, { env, stdio: "ignore" });
  return new Promise((resolve) => child.once("close", resolve));
}
