export { decodeCustomId } from "./customId.ts";
export { askModal, readSummariseModalId, summariseModal } from "./modals.ts";
export { type Rendered, render, renderEphemeral, renderPlain } from "./render.ts";
export { isSettingsForm, readSettingsForm, type SettingsForm, settingsForm } from "./settingsForms.ts";
export { DATA_BUTTONS, isAccessList, readChannelSetting, settingsPanel } from "./settingsPanel.ts";
export { VARIANTS, type Variant, variantMenu } from "./variantMenu.ts";
