import { type Component, ComponentType, type Message } from "./model.ts";

/** Components and their descendants in display order. */
export function flatten(components: Component[]): Component[] {
  return components.flatMap((component) => [
    component,
    ...flatten(component.components ?? []),
    ...(component.component ? flatten([component.component]) : []),
    ...(component.accessory ? flatten([component.accessory]) : []),
  ]);
}

/** The content and text displays of a message in display order, joined by newlines. */
export function textOf({ content, components }: Pick<Message, "content" | "components">): string {
  return [content, ...flatten(components).map((component) => component.content ?? "")].filter(Boolean).join("\n");
}

/** The buttons of a message, in display order. */
export function buttonsOf({ components }: Pick<Message, "components">): Component[] {
  return flatten(components).filter(({ type }) => type === ComponentType.Button);
}
