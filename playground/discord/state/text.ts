import type { Component, Message } from "./model.ts";

const BUTTON = 2;

/** A component and all that stand inside it, from top to bottom. */
export function flatten(components: Component[]): Component[] {
  return components.flatMap((component) => [
    component,
    ...flatten(component.components ?? []),
    ...(component.component ? flatten([component.component]) : []),
    ...(component.accessory ? flatten([component.accessory]) : []),
  ]);
}

/** All text of a message, as people see it from top to bottom. */
export function textOf({ content, components }: Pick<Message, "content" | "components">): string {
  return [content, ...flatten(components).map((component) => component.content ?? "")].filter(Boolean).join("\n");
}

/** All buttons of a message, from top to bottom. */
export function buttonsOf({ components }: Pick<Message, "components">): Component[] {
  return flatten(components).filter(({ type }) => type === BUTTON);
}
