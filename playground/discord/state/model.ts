/**
 * Plain data of the loopback Discord. Members are named as in Discord's API
 * (https://discord.com/developers/docs/resources), so that what is stored is nearly what is sent.
 */
export type Json = Record<string, unknown>;

export type User = {
  id: string;
  username: string;
  global_name: string;
  bot: boolean;
  locale: string;
  /** Takes no direct messages from the bot: sending one is refused with 50007. */
  closedToDirectMessages: boolean;
  /** Has the application installed for himself, so that he may use it where the bot is not. */
  hasInstalled: boolean;
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

/** `type` 0 is for a role, 1 for a member. */
export type Overwrite = { id: string; type: 0 | 1; allow: bigint; deny: bigint };

export const ChannelType = { Text: 0, Direct: 1, Group: 3, PublicThread: 11, PrivateThread: 12 } as const;

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
  /** Who is in a direct, group or thread channel. */
  members: Set<string>;
  /** Set for threads only. */
  thread: ThreadState | null;
  last_message_id: string | null;
};

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

/** A file that a person or the bot hands over. */
export type FileUpload = { name: string; bytes: Uint8Array | string; type?: string };

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
  /** The message that this one answers, or that a thread starts from. */
  reference: { channel_id: string; message_id: string } | null;
  /** What a forwarded message carries: the message that `reference` names, as it was. */
  forwarded: Message | null;
  nonce: string | number | null;
  interaction: { id: string; type: number; user: string; owners: Record<string, string> } | null;
  reactions: Reaction[];
  /** The only person who sees an ephemeral message; null for all others. */
  only: string | null;
  /** How often it was edited. */
  edits: number;
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

/** Somebody whom a message would really have notified. */
export type Ping = { message: Message; kind: "user" | "role" | "everyone" | "reply"; id: string };

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

/** A request that the bot made, for tests to look at. */
export type LoggedRequest = {
  method: string;
  path: string;
  query: Record<string, string>;
  status: number;
  body: unknown;
  files: { name: string; size: number }[];
  at: number;
  authorization: boolean;
};
