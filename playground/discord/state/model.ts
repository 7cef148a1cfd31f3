/*
 * The data model of the fake Discord. Fields that the API sends unchanged have the same names as in Discord's
 * documentation (https://discord.com/developers/docs/resources).
 */

export type Json = Record<string, unknown>;

export type User = {
  id: string;
  username: string;
  global_name: string;
  bot: boolean;
  locale: string;
  /** Whether the user refuses DMs from the bot. If so, sending one fails with error 50007. */
  hasDmsClosed: boolean;
  /** Whether the user has installed the application, so that it is available in guilds without the bot. */
  hasUserInstall: boolean;
};

export type Role = { id: string; name: string; permissions: bigint; position: number; mentionable: boolean };
export type Member = { user: string; roles: string[]; joined_at: string };
export type Guild = {
  id: string;
  name: string;
  owner_id: string;
  preferred_locale: string;
  roles: Map<string, Role>;
  members: Map<string, Member>;
};

/** Overwrite types (https://discord.com/developers/docs/resources/channel#overwrite-object). */
export const OverwriteType = { Role: 0, Member: 1 } as const;

export type Overwrite = {
  id: string;
  type: (typeof OverwriteType)[keyof typeof OverwriteType];
  allow: bigint;
  deny: bigint;
};

/** Channel types (https://discord.com/developers/docs/resources/channel#channel-object-channel-types). */
export const ChannelType = { GuildText: 0, DM: 1, GroupDM: 3, PublicThread: 11, PrivateThread: 12 } as const;

type ThreadState = {
  archived: boolean;
  locked: boolean;
  invitable: boolean;
  auto_archive_duration: number;
  archive_timestamp: string;
};

export type Channel = {
  id: string;
  type: number;
  name: string | null;
  guild_id: string | null;
  parent_id: string | null;
  owner_id: string | null;
  topic: string | null;
  position: number;
  overwrites: Overwrite[];
  /** Ids of the members of a DM, group DM or thread; empty for other channels. */
  members: Set<string>;
  /** Null for channels that are not threads. */
  thread: ThreadState | null;
  last_message_id: string | null;
};

/** Component types (https://discord.com/developers/docs/components/reference#component-object-component-types). */
export const ComponentType = {
  ActionRow: 1,
  Button: 2,
  StringSelect: 3,
  TextInput: 4,
  UserSelect: 5,
  RoleSelect: 6,
  MentionableSelect: 7,
  ChannelSelect: 8,
  Section: 9,
  TextDisplay: 10,
  Thumbnail: 11,
  MediaGallery: 12,
  File: 13,
  Separator: 14,
  Container: 17,
  Label: 18,
  FileUpload: 19,
  RadioGroup: 21,
  CheckboxGroup: 22,
  Checkbox: 23,
} as const;

export const SELECT_TYPES: readonly number[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];

/** Button styles (https://discord.com/developers/docs/components/reference#button-button-styles). */
export const ButtonStyle = { Primary: 1, Secondary: 2, Success: 3, Danger: 4, Link: 5, Premium: 6 } as const;

export type Component = {
  type: number;
  id?: number;
  custom_id?: string;
  content?: string;
  label?: string;
  url?: string;
  style?: number;
  disabled?: boolean;
  components?: Component[];
  component?: Component;
  accessory?: Component;
  [member: string]: unknown;
};

export type Attachment = {
  id: string;
  filename: string;
  content_type: string;
  size: number;
  description: string | null;
  ephemeral: boolean;
  path: string;
};

/** A file that a person or the bot uploads. */
export type FileUpload = { name: string; bytes: Uint8Array | string; type?: string };

/** Message types (https://discord.com/developers/docs/resources/message#message-object-message-types). */
export const MessageType = {
  Default: 0,
  ThreadCreated: 18,
  Reply: 19,
  ChatInputCommand: 20,
  ThreadStarterMessage: 21,
  ContextMenuCommand: 23,
} as const;

/** Message flags (https://discord.com/developers/docs/resources/message#message-object-message-flags). */
export const MessageFlag = { HasThread: 1 << 5, Ephemeral: 1 << 6, Loading: 1 << 7, ComponentsV2: 1 << 15 } as const;

export type Reaction = { emoji: string; users: Set<string> };

export type Message = {
  id: string;
  type: number;
  channel_id: string;
  author: string;
  content: string;
  embeds: Json[];
  components: Component[];
  attachments: Attachment[];
  flags: number;
  mentions: string[];
  mention_roles: string[];
  mention_everyone: boolean;
  timestamp: string;
  edited_timestamp: string | null;
  /**
   * The message replied to or forwarded. A system message about a thread refers to the thread, or to the message that
   * the thread was started from.
   */
  reference: { channel_id: string; message_id: string } | null;
  /** Snapshot of the forwarded message; null if this message is not a forward. */
  forwarded: Message | null;
  nonce: string | number | null;
  interaction: { id: string; type: number; user: string; integrationOwners: Record<string, string> } | null;
  reactions: Reaction[];
  /** The id of the only user who can see an ephemeral message; null for other messages. */
  ephemeralFor: string | null;
  /** Number of edits, including the one that completes a deferred response. */
  editCount: number;
};

export type MessageBody = {
  content?: string | null;
  embeds?: Json[] | null;
  components?: Component[] | null;
  attachments?: { id: string; filename?: string | null; description?: string | null }[] | null;
  flags?: number | null;
  allowed_mentions?: AllowedMentions | null;
  message_reference?: { message_id: string; channel_id?: string | null; fail_if_not_exists?: boolean | null } | null;
  nonce?: string | number | null;
  enforce_nonce?: boolean | null;
  sticker_ids?: string[] | null;
  poll?: Json | null;
};

export type AllowedMentions = {
  parse?: string[] | null;
  users?: string[] | null;
  roles?: string[] | null;
  replied_user?: boolean | null;
};

/** A notification caused by a message. `id` is the id of the user or role, or of the guild for @everyone. */
export type Ping = { message: Message; kind: "user" | "role" | "everyone" | "reply"; id: string };

/**
 * Application command types.
 * (https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-types)
 */
export const CommandType = { ChatInput: 1, User: 2, Message: 3 } as const;

/**
 * Application command option types.
 * (https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type)
 */
export const OptionType = {
  Subcommand: 1,
  SubcommandGroup: 2,
  String: 3,
  Integer: 4,
  Boolean: 5,
  User: 6,
  Channel: 7,
  Role: 8,
  Mentionable: 9,
  Number: 10,
  Attachment: 11,
} as const;

export type CommandOption = {
  type: number;
  name: string;
  description: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: string | number }[];
  options?: CommandOption[];
  min_length?: number;
  max_length?: number;
  min_value?: number;
  max_value?: number;
};

export type Command = {
  id: string;
  application_id: string;
  guild_id?: string;
  version: string;
  type: number;
  name: string;
  description: string;
  options?: CommandOption[];
  default_member_permissions: string | null;
  contexts: number[] | null;
  integration_types: number[];
  [member: string]: unknown;
};

export type Modal = { custom_id: string; title: string; components: Component[] };
export type Choice = { name: string; value: string | number };

/** A REST request from the bot, logged for tests and for the page. `status` is 0 until the request is answered. */
export type LoggedRequest = {
  method: string;
  path: string;
  query: Record<string, string>;
  status: number;
  body: unknown;
  files: { name: string; size: number }[];
  at: number;
  hasAuthorization: boolean;
};
