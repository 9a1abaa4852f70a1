// What the figures of the bench are made with.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { dispose, temporaryFolder } from "../../e2e/harness.ts";
import { type Exchange, steps } from "./link.ts";
import { overBudget, save, table, type Row } from "./report.ts";
import { median, quantile } from "./sample.ts";

const exchange = (start: number, end: number): Exchange => ({ path: "/", status: 200, start, end, bytes: 1 });

test("requests that begin before another of their step has ended are one step", () => {
  assert.equal(steps([]), 0);
  assert.equal(steps([exchange(0, 10), exchange(9, 30)]), 1);
  assert.equal(steps([exchange(0, 10), exchange(10, 30)]), 2);
  // The long response of the first step does not hide that the third waited for the second.
  assert.equal(steps([exchange(0, 10), exchange(0, 100), exchange(11, 20), exchange(21, 30)]), 3);
  assert.equal(steps([exchange(21, 30), exchange(0, 10), exchange(11, 20)]), 3);
});

test("a quantile is one of the values", () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(quantile([1, 2, 3, 4], 0.95), 4);
  assert.equal(quantile([4, 2], 0.5), 2);
  assert.ok(Number.isNaN(median([])));
});

const rows: Row[] = [
  { what: "First query", unit: "kB", budget: 45_000, essaim: 45_000, pagefind: 300_000 },
  { what: "… time", unit: "s", budget: 850, essaim: 851 },
  { what: "Success", unit: "share", budget: 0.9, essaim: 0.89 },
  { what: "Of its memory", unit: "times", budget: 0.125, essaim: 0.1 },
  { what: "Not measured", unit: "kB", budget: 1 },
];

test("what is over budget is named with its row", () => {
  assert.deepEqual(overBudget(rows), ["First query: time: 0.85 s instead of 0.85 s", "Success: .890 instead of .900"]);
  assert.match(table(rows), /\| First query +\| 45 kB +\| 45 kB +\| ok +\| 300 kB +\|/);
});

test("a section of RESULTS.md is replaced and the others are kept, the smallest first", async () => {
  const folder = await temporaryFolder();
  try {
    const file = join(folder, "RESULTS.md");
    await writeFile(file, "# Old\n\n## 1,000 documents\n\nkept\n\n## 10,000 documents\n\nreplaced\n");
    for (const documents of [100_000, 10_000]) await save(file, { documents, command: "make", circumstances: [`run of ${documents}`], rows });
    const text = await readFile(file, "utf8");
    assert.deepEqual(text.match(/^#+ .*$/gm), ["# The search on a slow link", "## 1,000 documents", "## 10,000 documents", "## 100,000 documents"]);
    assert.match(text, /documents\n\nkept\n\n## 10,000/);
    assert.doesNotMatch(text, /replaced/);
    assert.match(text, /run of 10000\n[^]*run of 100000\n/);
  } finally {
    await dispose(folder);
  }
});
