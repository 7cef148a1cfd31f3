import type { Channel, Guild, Message, Modal, Reaction, Role } from "./model.ts";

/** What happens in a world; a page or a test may listen to all of it. Ephemeral messages are messages with `only`. */
export type WorldEvents = {
  messageCreated: [Message];
  messageUpdated: [Message];
  messageDeleted: [Message];
  messagesDeleted: [Message[]];
  reactionAdded: [Message, Reaction, user: string];
  reactionRemoved: [Message, Reaction, user: string];
  typing: [channel: Channel, user: string];
  channelCreated: [Channel];
  channelUpdated: [Channel];
  channelDeleted: [Channel];
  threadCreated: [Channel];
  threadMembers: [Channel, added: string[], removed: string[]];
  guildCreated: [Guild];
  guildDeleted: [Guild];
  guildUnavailable: [Guild];
  roleCreated: [Guild, Role];
  roleUpdated: [Guild, Role];
  acknowledged: [interaction: string];
  followedUp: [interaction: string];
  modalShown: [Modal, interaction: string, person: string];
  breach: [sentence: string];
};
