// Measures a preview in a real browser: from just before a file is saved to the
// first frame of the page that shows it, and to the moment when a search finds
// it. `make bench` calls it with one program at a time:
//
//   node --import tsx main.ts ORDER.json
//
// The order says what to start and what to edit; the figures go to the standard
// output as JSON.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { dispose, launch, temporaryFolder, visitors } from "../../e2e/harness.ts";
import { type Seen, watch } from "./watch.ts";

type Browser = Awaited<ReturnType<typeof launch>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;

/** A change: a file, its new text, the mark that is new in it, and the page that shows it. */
interface Change {
  kind: string;
  page: string;
  file: string;
  text: string;
  mark: string;
  /** The folder of which every document is written anew, with the mark behind `after`. */
  all?: string;
  after?: string;
}

interface Order {
  program: string;
  /** %d stands for the port. */
  args: string[];
  changes: Change[];
  /** The address of the page to search on; "" when there is none. */
  search: string;
  /** The kind of edit behind which memory is measured. */
  memory: string;
}

/** Milliseconds; see Edit in results.go. */
interface Figures {
  shown?: number;
  found?: number;
  listed?: number;
  opened?: number;
}

const order = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Order;
/** How long an edit may take before the run fails, in milliseconds. */
const patience = 120_000;
/** Between an edit and the next: an editor is slower, and the programs have done what they do behind it. */
const rest = 400;

const now = () => performance.timeOrigin + performance.now();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts the preview, waits for a page, and returns how long that took. */
async function begin(): Promise<{ child: ChildProcess; url: string; ready: number; said: () => string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = now();
  const child = spawn(order.program, order.args.map((arg) => arg.replaceAll("%d", String(port))), { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (data) => (said = (said + data).slice(-4000)));
  for (;;) {
    const answer = await fetch(url + order.changes[0]!.page).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return { child, url, ready: now() - began, said: () => said };
    if (child.exitCode !== null || now() - began > 10 * patience) {
      child.kill("SIGKILL");
      throw new Error(`${order.program} does not serve ${order.changes[0]!.page}:\n${said}`);
    }
    await pause(20);
  }
}

/** What pages have told, by what it is about. */
class Told {
  private times = new Map<string, number>();
  private waiting = new Map<string, (time: number) => void>();

  add(seen: Seen): void {
    if (this.times.has(seen.what)) return;
    this.times.set(seen.what, seen.time);
    this.waiting.get(seen.what)?.(seen.time);
  }

  /** Waits until something is told and returns when it was seen. */
  async of(what: string): Promise<number> {
    const known = this.times.get(what);
    if (known !== undefined) return known;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error(`not seen within ${patience} ms: ${what}`)), patience);
    });
    return Promise.race([new Promise<number>((done) => this.waiting.set(what, done)), late]).finally(() => clearTimeout(timer));
  }
}

async function open(browser: Browser, told: Told): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "fr-FR" })).newPage();
  await page.exposeFunction("benchSeen", (seen: Seen) => told.add(seen));
  await page.addInitScript({ content: watch });
  return page;
}

/** Writes all documents anew, as fast as a checkout does, and returns when the last one is there. */
function saveAll(folder: string, { file, mark, after }: Change): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
    .sort((a, b) => Number(a === file) - Number(b === file));
  const texts = files.map((name) => readFileSync(name, "utf8").replace(after!, () => `${after}${mark} `));
  files.forEach((name, i) => writeFileSync(name, texts[i]!));
  return now();
}

/** Saves a change as most editors do: into the same file. Returns when it began to. */
function save(change: Change): number {
  if (change.all) return saveAll(change.all, change);
  const began = now();
  writeFileSync(change.file, change.text);
  return began;
}

/**
 * Asks the search of the page's own site until the page at a path is found, and
 * returns when. A visitor has used it before; as soon as the page shows the word
 * they ask, and again when the preview tells of another index, and now and then.
 * Without one, each question comes from a search that has fetched nothing.
 */
async function find(page: Page, word: string, path: string, visitor: boolean): Promise<number> {
  const deadline = now() + patience;
  for (let tries = 0; now() < deadline; tries++) {
    const found = await page.evaluate<number | undefined>(`(async () => {
      const ask = async (client) => {
        const { search } = await import(client);
        const { results } = await search("${word}", { limit: 5 });
        if (results.some((r) => new URL(r.url, location.href).pathname === "${path}")) return performance.timeOrigin + performance.now();
      };
      // Another address is another module.
      if (!${visitor}) return ask("/search/client.js?${word}${tries}");
      let news = false;
      let wake;
      document.addEventListener("essaim:roots", () => {
        news = true;
        wake?.();
      });
      while (!news && !document.querySelector("main")?.textContent.includes("${word}")) await new Promise(requestAnimationFrame);
      for (;;) {
        if (!news) await new Promise((done) => setTimeout((wake = done), 100));
        news = false;
        const found = await ask("/search/client.js");
        if (found) return found;
      }
    })()`).catch(() => undefined); // the page was loaded anew meanwhile
    if (found !== undefined) return found;
    await pause(5);
  }
  throw new Error(`no search finds ${word}`);
}

/** Has the search of a page answer something, as for a visitor who uses it. */
async function use(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const { search } = await import("/search/client.js");
    for (const word of ["ville", "qzzzz"]) await search(word, { limit: 5 });
  })()`);
}

/** Opens the search page with a query that finds nothing yet. */
async function expectNone(page: Page, url: string, word: string): Promise<void> {
  await page.goto(`${url}${order.search}?q=${word}`);
  await page.locator("#search-title", { hasText: word }).waitFor({ timeout: patience });
}

/** Opens the search page with a query until it lists the page; returns how long the last opening took. */
async function list(page: Page, url: string, word: string, path: string, told: Told): Promise<number> {
  const began = now();
  await page.goto(`${url}${order.search}?q=${word}`, { waitUntil: "commit" });
  const seen = await told.of(`${word} lists ${path}`);
  // Away from the preview: it must not be told of the next change.
  await page.goto("about:blank");
  return seen - began;
}

/** The memory of a process, in bytes. */
async function memory(pid: number): Promise<{ resident: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
  return { resident: of("VmRSS"), peak: of("VmHWM") };
}

async function main(): Promise<void> {
  const temporary = await temporaryFolder();
  const { child, url, ready, said } = await begin();
  let browser: Browser | undefined;
  try {
    browser = await launch(temporary, { browsers: visitors });
    const told = new Told();
    const page = await open(browser, told);
    const searching = await open(browser, told);
    const edits: Record<string, Figures[]> = {};
    let held = { resident: 0, peak: 0 };
    for (const [i, change] of order.changes.entries()) {
      const figures: Figures = {};
      if (change.kind === "listed") {
        await expectNone(page, url, change.mark);
        await pause(rest);
        const began = save(change);
        figures.listed = (await told.of(`${change.mark} lists ${change.page}`)) - began;
      } else {
        if (new URL(page.url(), url).pathname !== change.page) await page.goto(url + change.page);
        const searched = order.search && ["body", "title", "cold"].includes(change.kind);
        if (searched && change.kind !== "cold") await use(page);
        await pause(rest);
        const asked = searched && change.kind !== "cold" ? find(page, change.mark, change.page, true) : undefined;
        const began = save(change);
        figures.shown = (await told.of(change.mark)) - began;
        if (searched) figures.found = (await (asked ?? find(page, change.mark, change.page, false))) - began;
        if (change.kind === "cold") figures.opened = await list(searching, url, change.mark, change.page, told);
      }
      (edits[change.kind] ??= []).push(figures);
      if (change.kind === order.memory && order.changes[i + 1]?.kind !== order.memory) held = await memory(child.pid!);
    }
    console.log(JSON.stringify({ ready, edits, ...held, browser: browser.version() }));
  } catch (cause) {
    console.error(said());
    throw cause;
  } finally {
    await browser?.close();
    const ended = new Promise((done) => child.once("exit", done));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await ended;
    }
    await dispose(temporary);
  }
}

await main();
