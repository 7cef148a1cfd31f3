export { decodeCustomId } from "./customId.ts";
export { askModal, readSummariseModalId, summariseModal } from "./modals.ts";
export { type Rendered, render, renderEphemeral, renderPlain } from "./render.ts";
export { isAccessList, limitsModal, readChannelSetting, readLimits, settingsPanel } from "./settingsPanel.ts";
export { VARIANTS, type Variant, variantMenu } from "./variantMenu.ts";
