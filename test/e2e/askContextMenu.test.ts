import { describeAskContextMenu } from "./describeAskContextMenu.ts";

describeAskContextMenu("granted");
