import type { FormError } from "./errors.ts";
import {
  type AllowedMentions,
  ButtonStyle,
  type Component,
  ComponentType,
  type Json,
  type Modal,
  SELECT_TYPES,
} from "./model.ts";
import { flatten } from "./text.ts";

/**
 * Limits documented by Discord but missing from its OpenAPI schemas. Text lengths are in UTF-16 code units.
 * (https://discord.com/developers/docs/resources/message, …/components/reference, …/components/using-modal-components)
 */
const MAX_CONTENT = 2000;
const MAX_V2_TEXT = 4000;
const MAX_V2_COMPONENTS = 40;
const MAX_ACTION_ROWS = 5;
const MAX_FILES = 10;
const MAX_EMBED_TEXT = 6000;
const MAX_MODAL_COMPONENTS = 5;

/** A message as it will be if the request to create or edit it succeeds. */
export type MessageDraft = {
  content: string;
  components: Component[];
  embeds: Json[];
  files: string[];
  isV2: boolean;
  hasSticker: boolean;
  hasPoll: boolean;
  allowed: AllowedMentions | null;
};

const formError = (path: (string | number)[], code: string, message: string): FormError => ({ path, code, message });

/**
 * Validates a message against Discord's rules that the request schema does not express. Returns an empty array if the
 * message is valid.
 */
export function validateMessage(draft: MessageDraft): FormError[] {
  const { content, components, files, isV2, embeds } = draft;
  const errors: FormError[] = [];
  if (content.length > MAX_CONTENT) {
    errors.push(formError(["content"], "BASE_TYPE_MAX_LENGTH", `Must be ${MAX_CONTENT} or fewer in length.`));
  }
  if (files.length > MAX_FILES) {
    errors.push(formError(["attachments"], "BASE_TYPE_MAX_LENGTH", `Must be ${MAX_FILES} or fewer in length.`));
  }
  // Half the length of the JSON without URLs approximates the text length.
  if (JSON.stringify(embeds).replace(/"(?:url|\w+_url)":"[^"]*"/g, "").length > MAX_EMBED_TEXT * 2) {
    errors.push(
      formError(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", `Embed size exceeds maximum size of ${MAX_EMBED_TEXT}`),
    );
  }
  errors.push(...validateAllowedMentions(draft.allowed), ...validateComponents(components, files));
  return [...errors, ...(isV2 ? validateV2(draft) : validateWithoutV2(components))];
}

/** Validates a Components V2 message (https://discord.com/developers/docs/components/reference#what-is-a-component). */
function validateV2({ content, components, embeds, hasSticker, hasPoll }: MessageDraft): FormError[] {
  const legacyFields: [string, boolean][] = [
    ["content", content !== ""],
    ["embeds", embeds.length > 0],
    ["sticker_ids", hasSticker],
    ["poll", hasPoll],
  ];
  const code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
  const errors = legacyFields
    .filter(([, isUsed]) => isUsed)
    .map(([field]) => formError([field], code, `The '${field}' field cannot be used when using IS_COMPONENTS_V2`));
  const allComponents = flatten(components);
  if (allComponents.length > MAX_V2_COMPONENTS) {
    errors.push(
      formError(
        ["components"],
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
        `Over ${MAX_V2_COMPONENTS} components in all`,
      ),
    );
  }
  const textLength = allComponents.reduce(
    (sum, { type, content: shown }) => sum + (type === ComponentType.TextDisplay ? shown!.length : 0),
    0,
  );
  if (textLength > MAX_V2_TEXT) {
    errors.push(
      formError(
        ["components"],
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
        `The total displayable text size exceeds ${MAX_V2_TEXT}`,
      ),
    );
  }
  return errors;
}

/** Validates the components of a message without Components V2. All top-level components must be action rows. */
function validateWithoutV2(components: Component[]): FormError[] {
  const errors = components.flatMap(({ type }, index) =>
    type === ComponentType.ActionRow
      ? []
      : [formError(["components", index, "type"], "UNION_TYPE_CHOICES", `Value of field "type" must be one of (1,).`)],
  );
  if (components.length > MAX_ACTION_ROWS) {
    errors.push(
      formError(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${MAX_ACTION_ROWS} in length.`),
    );
  }
  return errors;
}

/** `parse` and a list of ids for the same type are mutually exclusive (…/resources/message#allowed-mentions-object). */
function validateAllowedMentions(allowed: AllowedMentions | null): FormError[] {
  return (["users", "roles"] as const)
    .filter((kind) => allowed?.parse?.includes(kind) && allowed[kind]?.length)
    .map((kind) =>
      formError(
        ["allowed_mentions"],
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      ),
    );
}

/** Validates the components of a message or modal, including nested ones. */
function validateComponents(components: Component[], files: string[]): FormError[] {
  const errors: FormError[] = [];
  const seen = new Set<string>();
  const visit = (component: Component, path: (string | number)[]): void => {
    const { type, custom_id: customId } = component;
    if (customId !== undefined && seen.has(customId)) {
      errors.push(
        formError([...path, "custom_id"], "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"),
      );
    }
    if (customId !== undefined) seen.add(customId);
    if (type === ComponentType.Button) errors.push(...validateButton(component, path));
    if (SELECT_TYPES.includes(type)) errors.push(...validateSelect(component, path));
    if (type === ComponentType.ActionRow) errors.push(...validateActionRow(component, path));
    if (type === ComponentType.TextDisplay && !component.content?.trim()) {
      errors.push(formError([...path, "content"], "BASE_TYPE_REQUIRED", "This field is required"));
    }
    for (const media of mediaUrls(component)) {
      const name = /^attachment:\/\/(.+)$/.exec(media)?.[1];
      if (name && !files.includes(name)) {
        const code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND";
        errors.push(formError(path, code, `The referenced attachment '${name}' was not found`));
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
  return errors;
}

/** The media URLs of a thumbnail, file or media gallery component; empty for other components. */
export function mediaUrls(component: Component): string[] {
  const items = [
    component.media,
    component.file,
    ...((component.items as { media: unknown }[]) ?? []).map((item) => item.media),
  ];
  return items.map((item) => (item as { url?: string } | undefined)?.url).filter((url) => url !== undefined);
}

function validateButton({ style, url, custom_id, label, emoji }: Component, path: (string | number)[]): FormError[] {
  const errors: FormError[] = [];
  if (style === ButtonStyle.Premium) return errors;
  if (style === ButtonStyle.Link) {
    if (!url) errors.push(formError([...path, "url"], "BASE_TYPE_REQUIRED", "A url is required for link buttons"));
    else if (!/^(?:https?|discord):\/\//.test(url)) {
      errors.push(
        formError([...path, "url"], "URL_TYPE_INVALID_SCHEME", `Scheme must be one of ('http', 'https', 'discord').`),
      );
    }
    if (custom_id)
      errors.push(
        formError(
          path,
          "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
          "A custom id and url cannot both be specified",
        ),
      );
  } else {
    if (!custom_id) errors.push(formError([...path, "custom_id"], "BASE_TYPE_REQUIRED", "A custom id is required"));
    if (url) errors.push(formError([...path, "url"], "BUTTON_COMPONENT_INVALID_URL", "Only link buttons have a url"));
  }
  if (!label && !emoji)
    errors.push(
      formError([...path, "label"], "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or emoji is required"),
    );
  return errors;
}

function validateSelect(select: Component, path: (string | number)[]): FormError[] {
  const errors: FormError[] = [];
  const {
    options,
    min_values: min,
    max_values: max,
  } = select as Component & {
    options?: { value: string }[];
    min_values?: number;
    max_values?: number;
  };
  if (select.type === ComponentType.StringSelect) {
    const values = options?.map(({ value }) => value) ?? [];
    if (new Set(values).size < values.length) {
      errors.push(
        formError(
          [...path, "options"],
          "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
          "The specified option value is already used",
        ),
      );
    }
    if ((max ?? 1) > values.length && max !== undefined) {
      errors.push(formError([...path, "max_values"], "SELECT_COMPONENT_MAX_VALUES", "More values than options"));
    }
  }
  if ((min ?? 1) > (max ?? 1)) {
    errors.push(formError([...path, "min_values"], "SELECT_COMPONENT_MIN_VALUES", "min_values is over max_values"));
  }
  return errors;
}

function validateActionRow({ components = [] }: Component, path: (string | number)[]): FormError[] {
  const selects = components.filter(({ type }) => type !== ComponentType.Button).length;
  if (selects === 0 || components.length === 1) return [];
  return [formError([...path, "components"], "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select takes a whole row")];
}

/**
 * Validates a modal against Discord's rules that the request schema does not express. Error paths begin with `data`,
 * the field of the interaction callback that contains the modal.
 */
export function validateModal({ components }: Modal): FormError[] {
  const errors = validateComponents(components, []);
  if (components.length > MAX_MODAL_COMPONENTS) {
    errors.push(
      formError(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${MAX_MODAL_COMPONENTS} in length.`),
    );
  }
  components.forEach(({ type, component }, index) => {
    const path = ["components", index, "component"];
    if (type === ComponentType.Label && component?.type === ComponentType.TextInput && component.label) {
      errors.push(
        formError([...path, "label"], "COMPONENT_LABEL_FORBIDDEN", "A text input in a label has no label of its own"),
      );
    }
    const { min_values: min = 1, max_values: max = 1 } = (component ?? {}) as {
      min_values?: number;
      max_values?: number;
    };
    if (component?.type === ComponentType.FileUpload && min > max) {
      errors.push(formError([...path, "min_values"], "FILE_UPLOAD_MIN_VALUES", "min_values is over max_values"));
    }
  });
  return errors.map(({ path, ...rest }) => ({ path: ["data", ...path], ...rest }));
}
