import { describeAskContextMenu } from "./describeAskContextMenu.ts";

describeAskContextMenu("disallowed");
