import type { Violation } from "./errors.ts";
import type { AllowedMentions, Component, Json, Modal } from "./model.ts";
import { flatten } from "./text.ts";

/**
 * Limits that stand in Discord's documents, not in its schemas
 * (https://discord.com/developers/docs/resources/message, …/components/reference, …/components/using-modal-components).
 */
const CONTENT = 2000;
const ALL_TEXT = 4000;
const COMPONENTS = 40;
const ROWS = 5;
const FILES = 10;
const EMBED_TEXT = 6000;
const MODAL_COMPONENTS = 5;

const TYPE = { row: 1, button: 2, stringSelect: 3, textInput: 4, textDisplay: 10, label: 18, upload: 19 };
const SELECTS = [3, 5, 6, 7, 8];
const LINK = 5;
const PREMIUM = 6;

/** A message as it would stand after a create or an edit. */
export type Proposal = {
  content: string;
  components: Component[];
  embeds: Json[];
  files: string[];
  isV2: boolean;
  hasSticker: boolean;
  hasPoll: boolean;
  allowed: AllowedMentions | null;
};

const violation = (path: (string | number)[], code: string, message: string): Violation => ({ path, code, message });

/** What Discord would refuse in a message beyond its schema. */
export function messageViolations(proposal: Proposal): Violation[] {
  const { content, components, files, isV2, embeds } = proposal;
  const found: Violation[] = [];
  if (content.length > CONTENT) {
    found.push(violation(["content"], "BASE_TYPE_MAX_LENGTH", `Must be ${CONTENT} or fewer in length.`));
  }
  if (files.length > FILES) {
    found.push(violation(["attachments"], "BASE_TYPE_MAX_LENGTH", `Must be ${FILES} or fewer in length.`));
  }
  if (JSON.stringify(embeds).replace(/"(?:url|\w+_url)":"[^"]*"/g, "").length > EMBED_TEXT * 2) {
    found.push(violation(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", `Embed size exceeds maximum size of ${EMBED_TEXT}`));
  }
  found.push(...mentionViolations(proposal.allowed), ...componentViolations(components, files));
  return [...found, ...(isV2 ? v2Violations(proposal) : plainViolations(components))];
}

/** https://discord.com/developers/docs/components/reference#what-is-a-component: what V2 forbids, and its totals. */
function v2Violations({ content, components, embeds, hasSticker, hasPoll }: Proposal): Violation[] {
  const legacy: [string, boolean][] = [
    ["content", content !== ""],
    ["embeds", embeds.length > 0],
    ["sticker_ids", hasSticker],
    ["poll", hasPoll],
  ];
  const code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
  const found = legacy
    .filter(([, isUsed]) => isUsed)
    .map(([field]) => violation([field], code, `The '${field}' field cannot be used when using IS_COMPONENTS_V2`));
  const all = flatten(components);
  if (all.length > COMPONENTS) {
    found.push(
      violation(["components"], "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", `Over ${COMPONENTS} components in all`),
    );
  }
  const text = all.reduce((sum, { type, content: shown }) => sum + (type === TYPE.textDisplay ? shown!.length : 0), 0);
  if (text > ALL_TEXT) {
    found.push(
      violation(
        ["components"],
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
        `The total displayable text size exceeds ${ALL_TEXT}`,
      ),
    );
  }
  return found;
}

/** Without V2 there are rows only. */
function plainViolations(components: Component[]): Violation[] {
  const found = components.flatMap(({ type }, index) =>
    type === TYPE.row
      ? []
      : [violation(["components", index, "type"], "UNION_TYPE_CHOICES", `Value of field "type" must be one of (1,).`)],
  );
  if (components.length > ROWS) {
    found.push(violation(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${ROWS} in length.`));
  }
  return found;
}

/** `parse` and a list of the same kind exclude each other (…/resources/message#allowed-mentions-object). */
function mentionViolations(allowed: AllowedMentions | null): Violation[] {
  return (["users", "roles"] as const)
    .filter((kind) => allowed?.parse?.includes(kind) && allowed[kind]?.length)
    .map((kind) =>
      violation(
        ["allowed_mentions"],
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      ),
    );
}

/** What is wrong with components of a message or a modal, wherever they stand. */
function componentViolations(components: Component[], files: string[]): Violation[] {
  const found: Violation[] = [];
  const seen = new Set<string>();
  const visit = (component: Component, path: (string | number)[]): void => {
    const { type, custom_id: customId } = component;
    if (customId !== undefined && seen.has(customId)) {
      found.push(
        violation([...path, "custom_id"], "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"),
      );
    }
    if (customId !== undefined) seen.add(customId);
    if (type === TYPE.button) found.push(...buttonViolations(component, path));
    if (SELECTS.includes(type)) found.push(...selectViolations(component, path));
    if (type === TYPE.row) found.push(...rowViolations(component, path));
    if (type === TYPE.textDisplay && !component.content?.trim()) {
      found.push(violation([...path, "content"], "BASE_TYPE_REQUIRED", "This field is required"));
    }
    for (const media of mediaOf(component)) {
      const name = /^attachment:\/\/(.+)$/.exec(media)?.[1];
      if (name && !files.includes(name)) {
        const code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND";
        found.push(violation(path, code, `The referenced attachment '${name}' was not found`));
      }
    }
    component.components?.forEach((inner, index) => {
      visit(inner, [...path, "components", index]);
    });
    if (component.component) visit(component.component, [...path, "component"]);
    if (component.accessory) visit(component.accessory, [...path, "accessory"]);
  };
  components.forEach((component, index) => {
    visit(component, ["components", index]);
  });
  return found;
}

/** The addresses of the media in one component: thumbnail, file, gallery. */
export function mediaOf(component: Component): string[] {
  const items = [
    component.media,
    component.file,
    ...((component.items as { media: unknown }[]) ?? []).map((i) => i.media),
  ];
  return items.map((item) => (item as { url?: string } | undefined)?.url).filter((url) => url !== undefined);
}

function buttonViolations({ style, url, custom_id, label, emoji }: Component, path: (string | number)[]): Violation[] {
  const found: Violation[] = [];
  if (style === PREMIUM) return found;
  if (style === LINK) {
    if (!url) found.push(violation([...path, "url"], "BASE_TYPE_REQUIRED", "A url is required for link buttons"));
    else if (!/^(?:https?|discord):\/\//.test(url)) {
      found.push(
        violation([...path, "url"], "URL_TYPE_INVALID_SCHEME", `Scheme must be one of ('http', 'https', 'discord').`),
      );
    }
    if (custom_id)
      found.push(
        violation(
          path,
          "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
          "A custom id and url cannot both be specified",
        ),
      );
  } else {
    if (!custom_id) found.push(violation([...path, "custom_id"], "BASE_TYPE_REQUIRED", "A custom id is required"));
    if (url) found.push(violation([...path, "url"], "BUTTON_COMPONENT_INVALID_URL", "Only link buttons have a url"));
  }
  if (!label && !emoji)
    found.push(
      violation([...path, "label"], "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or emoji is required"),
    );
  return found;
}

function selectViolations(select: Component, path: (string | number)[]): Violation[] {
  const found: Violation[] = [];
  const {
    options,
    min_values: min,
    max_values: max,
  } = select as Component & {
    options?: { value: string }[];
    min_values?: number;
    max_values?: number;
  };
  if (select.type === TYPE.stringSelect) {
    const values = options?.map(({ value }) => value) ?? [];
    if (new Set(values).size < values.length) {
      found.push(
        violation(
          [...path, "options"],
          "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
          "The specified option value is already used",
        ),
      );
    }
    if ((max ?? 1) > values.length && max !== undefined) {
      found.push(violation([...path, "max_values"], "SELECT_COMPONENT_MAX_VALUES", "More values than options"));
    }
  }
  if ((min ?? 1) > (max ?? 1)) {
    found.push(violation([...path, "min_values"], "SELECT_COMPONENT_MIN_VALUES", "min_values is over max_values"));
  }
  return found;
}

function rowViolations({ components = [] }: Component, path: (string | number)[]): Violation[] {
  const selects = components.filter(({ type }) => type !== TYPE.button).length;
  if (selects === 0 || components.length === 1) return [];
  return [violation([...path, "components"], "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select takes a whole row")];
}

/** What Discord would refuse in a modal beyond its schema. */
export function modalViolations({ components }: Modal): Violation[] {
  const found = componentViolations(components, []);
  if (components.length > MODAL_COMPONENTS) {
    found.push(
      violation(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${MODAL_COMPONENTS} in length.`),
    );
  }
  components.forEach(({ type, component }, index) => {
    const path = ["components", index, "component"];
    if (type === TYPE.label && component?.type === TYPE.textInput && component.label) {
      found.push(
        violation([...path, "label"], "COMPONENT_LABEL_FORBIDDEN", "A text input in a label has no label of its own"),
      );
    }
    const { min_values: min = 1, max_values: max = 1 } = (component ?? {}) as {
      min_values?: number;
      max_values?: number;
    };
    if (component?.type === TYPE.upload && min > max) {
      found.push(violation([...path, "min_values"], "FILE_UPLOAD_MIN_VALUES", "min_values is over max_values"));
    }
  });
  return found.map(({ path, ...rest }) => ({ path: ["data", ...path], ...rest }));
}
