import { type Component, type MessageBody, textOf } from "./world.ts";

/** Discord's documented limits of a message (https://discord.com/developers/docs/components/reference, …/resources/message). */
const CONTENT = 2000;
const ALL_TEXT = 4000;
const COMPONENTS = 40;
const IS_COMPONENTS_V2 = 1 << 15;

/** What Discord would refuse in a message's body; empty when nothing. */
export function refusals(body: MessageBody): string[] {
  const faults: string[] = [];
  const v2 = ((body.flags ?? 0) & IS_COMPONENTS_V2) !== 0;
  const all = count(body.components ?? []);
  const text = textOf(body);
  if (!text.trim() && all === 0) faults.push("50006 Cannot send an empty message");
  if ((body.content?.length ?? 0) > CONTENT) faults.push(`content is over ${CONTENT}`);
  if (v2 && body.content) faults.push("content together with IsComponentsV2");
  if (!v2 && all > 0 && text.length > (body.content?.length ?? 0)) faults.push("text displays without IsComponentsV2");
  if (all > COMPONENTS) faults.push(`over ${COMPONENTS} components`);
  if (v2 && text.length > ALL_TEXT) faults.push(`text displays over ${ALL_TEXT}`);
  if (texts(body.components ?? []).some((content) => content.length === 0)) faults.push("an empty text display");
  return faults;
}

const count = (components: Component[]): number =>
  components.reduce((sum, component) => sum + 1 + count(component.components ?? []), 0);

const texts = (components: Component[]): string[] =>
  components.flatMap((component) => [
    ...(component.content === undefined ? [] : [component.content]),
    ...texts(component.components ?? []),
  ]);
