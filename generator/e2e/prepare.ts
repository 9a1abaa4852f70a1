// Makes what the test files share before they run side by side: the program, and
// the reference site that it builds.
import { prepare } from "./harness.ts";

await prepare();
