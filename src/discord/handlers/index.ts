export { AdminHandler, type InstanceInfo } from "./admin.ts";
export { AskContextMenu } from "./askContextMenu.ts";
export { CardActions } from "./cardActions.ts";
export { type Handlers, onButton, onModal, onSelect } from "./components.ts";
export { type EditedMessage, FollowUps } from "./followUps.ts";
export { ForgetHandler } from "./forget.ts";
export { RequestHandler } from "./requests.ts";
export { optionsOf, Wishes } from "./wishes.ts";
