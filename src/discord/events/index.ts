export { registerEvents } from "./registerEvents.ts";
