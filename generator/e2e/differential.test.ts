// The two halves of the search, on the same files: the browser half in Node
// has to give the answers that the Go half wrote down.
import assert from "node:assert/strict";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { compare } from "./differential.ts";
import { dispose, project, run, temporaryFolder } from "./harness.ts";

let folder: string;

before(async () => {
  folder = await temporaryFolder();
  await run("go", ["test", "-vet=off", "-timeout=1h", "-count=1", "-run=^TestDifferentialData$", "./search"], {
    cwd: project,
    env: { ...process.env, ESSAIM_DIFFERENTIAL: join(folder, "data") },
  });
});

after(() => dispose(folder));

const data = (name = "") => join(folder, "data", name);

test("Go and the browser agree on every reading, word, tree and query", async () => {
  const names = (await readdir(data())).sort();
  for (const wanted of ["fr", "en", "ja", "ko", "th", "zh", "ar", "he"]) assert.ok(names.includes(wanted), `no data for ${wanted}`);
  for (const name of names) {
    const { checked, differences } = await compare(data(name));
    assert.deepEqual(differences, [], `${name}: ${differences.length} differences`);
    assert.ok(checked > 500, `${name}: only ${checked} comparisons`);
  }
});

interface Expected {
  readings: { words: string[] | null }[];
  classes: Record<string, string[][]>;
  trees: { scores: number[] }[];
  queries: { result: { Total: number; Hits: { Score: number }[] | null } }[];
}

/** Small untruths, each of which the comparison has to notice. */
const untruths: Record<string, (expected: Expected) => void> = {
  "a word of a text": (e) => (e.readings[0]!.words![0] += "s"),
  "a class of a word": (e) => Object.values(e.classes)[0]![0]!.push("intruder"),
  "a score of a tree": (e) => (e.trees[0]!.scores[0]! *= 1 + 1e-8),
  "a score of a query": (e) => (e.queries[0]!.result.Hits![0]!.Score *= 1 + 1e-8),
  "the order of a query": (e) => e.queries[0]!.result.Hits!.reverse(),
  "a number of results": (e) => e.queries[0]!.result.Total++,
};

test("the comparison notices the smallest differences", async () => {
  await cp(data("fr"), data("../altered"), { recursive: true });
  const whole = JSON.parse(await readFile(data("fr/expected.json"), "utf8")) as Expected;
  // One of each is enough, and quick.
  const few = JSON.stringify({
    readings: [whole.readings.find((r) => r.words?.length)],
    classes: Object.fromEntries(Object.entries(whole.classes).filter(([, list]) => list.length).slice(0, 1)),
    trees: [whole.trees.find((t) => t.scores.length)],
    queries: [whole.queries.find((q) => (q.result.Hits?.length ?? 0) > 1)],
  } satisfies Record<keyof Expected, unknown>);
  const differences = async (tell?: (expected: Expected) => void) => {
    const expected = JSON.parse(few) as Expected;
    tell?.(expected);
    await writeFile(data("../altered/expected.json"), JSON.stringify(expected));
    return (await compare(data("../altered"))).differences.length;
  };
  assert.equal(await differences(), 0, "the truth has no differences");
  for (const [name, tell] of Object.entries(untruths)) {
    assert.ok((await differences(tell)) > 0, `${name} is changed, and nothing noticed`);
  }
});
