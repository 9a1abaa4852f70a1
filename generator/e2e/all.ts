// Runs the test files three at a time, for a browser waits as much as it works,
// and those that take longest first: node --test goes by their names, and what
// comes last there runs alone for a while.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

const longest = ["search-states", "search", "site", "forms", "journeys", "differential", "filters", "drawings", "calculator", "formats"].map((name) => `${name}.test.ts`);

const folder = import.meta.dirname;
const others = readdirSync(folder).filter((name) => name.endsWith(".test.ts") && !longest.includes(name));
const files = [...longest, ...others, "../bench/search/bench.test.ts"].map((name) => join(folder, name));

run({ files, concurrency: 3 })
  .on("test:fail", () => (process.exitCode = 1))
  .compose(new spec())
  .pipe(process.stdout);
