import { describeEntryPoints } from "./entryPoints/describeEntryPoints.ts";

describeEntryPoints("disallowed");
