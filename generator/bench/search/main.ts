// Measures the search of a synthetic site in a browser behind a slow link,
// beside Pagefind when it is installed, and compares it with the budgets.
//
//   DOCUMENTS=10000 make bench-search
//
// NOUNS sets the size of the vocabulary, RUNS how often each timed scenario is
// repeated, KEEP=1 measures the site that the last run built.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { availableParallelism, freemem, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { compile, dispose, launch, parseHeaders, project, run, temporaryFolder, visitors } from "../../e2e/harness.ts";
import { essaim } from "./essaim.ts";
import { clientSize, edit, sizes } from "./files.ts";
import { LinkServer } from "./link.ts";
import * as other from "./pagefind.ts";
import { type Cost, measure } from "./process.ts";
import { type Row, type Report, save, overBudget, table } from "./report.ts";
import { sample } from "./sample.ts";
import { keystrokes, queries, relevance } from "./scenarios.ts";

const documents = Number(process.env.DOCUMENTS || 10_000);
const nouns = Number(process.env.NOUNS || 60_000);
const runs = Number(process.env.RUNS || 3);
const keep = process.env.KEEP === "1";

const work = join(tmpdir(), `essaim-bench-search-${documents}`);
const site = join(work, "site");
const out = join(site, "public");
const foundation = join(work, "pagefind");
/** Pagefind holds the whole index in memory: about this much a document. */
const pagefindBytes = 500_000;

const say = (text: string) => console.error(text);
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

interface BuildReport {
  pages: number;
  timings_ms: Record<string, number>;
  search: Record<string, { documents: number; terms: number; index_bytes: number; shard_bytes: number; files: number }>;
}

/** A program's cost with what it printed. */
type Printed<T> = Cost & { printed: T };

async function printed<T>(program: string, args: string[]): Promise<Printed<T>> {
  const cost = await measure(program, args, project);
  return { ...cost, printed: JSON.parse(cost.output) as T };
}

interface Costs {
  build?: Printed<BuildReport>;
  indexing?: Printed<Record<string, number>>;
  pagefind?: Cost;
}

/** Makes the site, and indexes it in three ways. */
async function prepare(binary: string, temporary: string): Promise<Costs> {
  const costs: Costs = {};
  if (!(keep && existsSync(out))) {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    say(`writing ${documents} documents`);
    await run("go", ["run", "./generator/internal/corpus/cmd/corpus", "-documents", String(documents), "-nouns", String(nouns), "-theme", "themes/solidaire", site], { cwd: project });
    say("building the site");
    costs.build = await printed<BuildReport>(binary, ["build", "--site", site, "--out", out, "--json"]);
  }
  say("indexing its pages");
  const indexing = join(temporary, "indexing");
  await run("go", ["build", "-o", indexing, "./generator/bench/search/indexing"], { cwd: project });
  costs.indexing = await printed(indexing, [out, join(temporary, "indexed")]);
  const wanted = await other.version();
  if (wanted && documents * pagefindBytes < freemem() && !(keep && existsSync(foundation))) {
    say("indexing its pages with Pagefind");
    costs.pagefind = await other.index(out, foundation);
  }
  return costs;
}

/** What the costs of indexing say, as rows. */
function indexing(costs: Costs): Row[] {
  const { build, indexing: own, pagefind } = costs;
  const rows: Row[] = [];
  if (own && pagefind) {
    const steps = own.printed;
    rows.push(
      { what: "Indexing and sharding, of Pagefind's time", unit: "times", budget: 0.1, essaim: (steps.index_ms! + steps.write_ms!) / pagefind.ms, note: "without reading the pages" },
      { what: "… of its processor time, reading included", unit: "times", essaim: own.cpu / pagefind.cpu },
      { what: "… of its memory", unit: "times", budget: 0.125, essaim: own.peak / pagefind.peak, note: `documents held: ${megabytes(steps.text_bytes!)}` },
    );
  }
  if (own) {
    rows.push(
      { what: "Indexing alone, wall", unit: "s", essaim: own.ms, pagefind: pagefind?.ms, note: `read ${seconds(own.printed.read_ms!)}, index ${seconds(own.printed.index_ms!)}` },
      { what: "Indexing alone, processors", unit: "s", essaim: own.cpu, pagefind: pagefind?.cpu },
      { what: "Indexing alone, memory", unit: "MB", essaim: own.peak, pagefind: pagefind?.peak },
    );
  }
  if (build) {
    rows.push(
      { what: "The whole site, wall", unit: "s", essaim: build.ms, note: `index ${seconds(build.printed.timings_ms.index!)}` },
      { what: "The whole site, memory", unit: "MB", essaim: build.peak },
    );
  }
  return rows;
}

/** The files for the browser, as rows. */
async function files(): Promise<Row[]> {
  const found = await sizes(join(out, "search", "fr"));
  const sum = (kinds: string) => [...kinds].reduce((n, k) => n + (found[k]?.served ?? 0), 0);
  const large = documents > 10_000;
  const client = await clientSize();
  const kinds = Object.entries(found).map(([k, s]) => `${k} ${s.files}`).join(", ");
  return [
    { what: "Client, minified, with brotli", unit: "kB", budget: 9000, essaim: client.brotli, note: `${(client.minified / 1000).toFixed(1)} kB without` },
    { what: "Root file", unit: "kB", budget: large ? 24_000 : 16_000, essaim: sum("r") },
    { what: "All shards without positions", unit: "MB", budget: large ? undefined : 5e6, essaim: sum("rwcfs"), note: ["w", "c", "f", "s"].map((k) => `${k} ${(sum(k) / 1e6).toFixed(2)}`).join(", ") },
    { what: "Positions", unit: "MB", budget: large ? undefined : 9e6, essaim: sum("p") },
    { what: "Files of the locale", unit: "files", budget: large ? undefined : 800, essaim: Object.values(found).reduce((n, s) => n + s.files, 0), note: kinds },
  ];
}

/** Edits one word and returns what happened to the files. */
async function edited(binary: string): Promise<Row> {
  const list = async () => new Set(await readdir(join(out, "search", "fr")));
  const before = await list();
  const [from, to] = await edit(site);
  await run(binary, ["build", "--site", site, "--out", out], { cwd: project });
  const changed: Record<string, number> = {};
  for (const name of await list()) if (!before.has(name)) changed[name[0]!] = (changed[name[0]!] ?? 0) + 1;
  const count = Object.values(changed).reduce((a, b) => a + b, 0);
  // Two words, each with a shard and positions; the root; a card file.
  return { what: `Files that a one-word edit changes`, unit: "files", budget: 6, essaim: count, note: `${from} → ${to}: ${Object.entries(changed).map(([k, n]) => `${k} ${n}`).join(", ")}` };
}

async function main(): Promise<boolean> {
  const temporary = await temporaryFolder();
  let server: LinkServer | undefined;
  let browser: Awaited<ReturnType<typeof launch>> | undefined;
  try {
    const load = loadavg()[0]!;
    const binary = await compile();
    const costs = await prepare(binary, temporary);
    const rows: Row[] = await files();

    const headers = parseHeaders(await readFile(join(out, "_headers"), "utf8"));
    const foreign = (path: string) => path.startsWith("/pagefind/") || path === other.address;
    server = await LinkServer.start({
      file: (path) => (path.startsWith("/pagefind/") ? join(foundation, path.slice("/pagefind".length)) : join(out, path)),
      // The policy of the site does not allow Pagefind its wasm.
      headers: (path) => headers(path).filter(([name]) => !foreign(path) || !/^Content-Security-Policy$/i.test(name)),
      pages: { [other.address]: other.page },
    }, temporary);
    browser = await launch(temporary, { further: [`--ignore-certificate-errors-spki-list=${server.pin}`], browsers: visitors });
    const own = await essaim(browser, server);
    const rival = existsSync(join(foundation, "pagefind.js")) ? other.pagefind(browser, server) : undefined;
    const chosen = await sample(site, 200, 49);

    const log: string[] = [];
    const measures = [
      async () => [await idle(own)],
      () => queries(own, rival, { runs, documents, next: chosen.words.slice(0, 9), log }),
      () => keystrokes(own, rival, chosen.words.slice(9), log),
      () => relevance(own, rival, chosen.known),
    ];
    for (const step of measures) rows.push(...(await step()));
    rows.push(...indexing(costs));
    if (!keep) rows.push(await edited(binary));

    const essaimVersion = (await run(binary, ["version"])).stdout.trim().replaceAll("\n", "; ");
    const circumstances = [
      `${availableParallelism()} processors, load ${load.toFixed(1)} before the run, ${loadavg()[0]!.toFixed(1)} after it`,
      `${essaimVersion}; ${(await run("go", ["version"])).stdout.trim()}; Node ${process.versions.node}; Chromium ${browser.version()}; Pagefind ${rival ? await other.version() : "not measured"}`,
      `${costs.build ? `${costs.build.printed.pages} pages, ${costs.build.printed.search.fr?.terms} different words; ` : ""}vocabulary of ${nouns} nouns; ${runs} runs of each query`,
    ];
    const report: Report = { documents, command: `make bench-search DOCUMENTS=${documents}`, circumstances, rows };
    console.log([...log, "", ...circumstances, "", table(rows)].join("\n"));
    const over = overBudget(rows);
    console.log(["", `${over.length} over budget`, ...over.map((what) => `  ${what}`)].join("\n"));
    if (!keep) await save(join(import.meta.dirname, "RESULTS.md"), report);
    return over.length === 0;
  } finally {
    await browser?.close();
    server?.close();
    await dispose(temporary);
  }

  async function idle(own: Awaited<ReturnType<typeof essaim>>): Promise<Row> {
    return { what: "Requests before the visitor reaches for the search", unit: "requests", budget: 0, essaim: (await own.idle()).length };
  }
}

await main();
