// What the browser tests share: the real binary, a copy of the reference site,
// a browser, and a server that behaves like a CDN.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { chromium, type Browser } from "playwright-core";

export const run = promisify(execFile);
export const project = resolve(import.meta.dirname, "../..");

/** Makes a folder that `dispose` removes. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "essaim-e2e-"));
}

/** The program, the reference site that it builds, and what it says of that. */
export interface Prepared {
  binary: string;
  out: string;
  report: Report;
}

/**
 * What the test files share. prepare.ts makes it before they run side by side, and
 * none of them changes it: a program that is written cannot be run meanwhile, nor
 * can two builds write to one folder.
 */
const built = join(import.meta.dirname, ".built");
const preparedFile = join(built, "prepared.json");

/** Makes what the test files share, as far as it is not up to date. */
export async function prepare(): Promise<void> {
  const binary = await compile();
  const out = join(built, "public");
  const report = await build(binary, project, out);
  await writeFile(preparedFile, JSON.stringify({ binary, out, report } satisfies Prepared));
}

/** What prepare has made. */
export async function prepared(): Promise<Prepared> {
  const text = await readFile(preparedFile, "utf8").catch((cause) => {
    throw new Error("nothing is prepared: npm run pretest", { cause });
  });
  return JSON.parse(text) as Prepared;
}

/** Compiles the binary under test, if it is not up to date, and returns its path. */
export async function compile(): Promise<string> {
  const binary = join(built, "essaim");
  await run("go", ["build", "-o", binary, "./generator/cmd/essaim"], { cwd: project });
  return binary;
}

/** An instant before the deadlines of the examples: what is open does not depend on when the tests run. */
export const clock = "2026-11-26T12:00:00Z";

/** What a build says with --json, as far as tests ask. */
export interface Report {
  next_change: string;
}

/** Builds a site into out as of clock. */
export async function build(binary: string, site: string, out: string, at = clock): Promise<Report> {
  const { stdout } = await run(binary, ["build", "--site", site, "--out", out, "--clock", at, "--json"], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout) as Report;
}

/** A built site, its address, and a browser to visit it with. */
export interface Visited {
  /** A folder for what a test makes. */
  folder: string;
  binary: string;
  out: string;
  url: string;
  browser: Browser;
}

/**
 * Opens the reference site before the tests of a file and closes it behind them.
 * Where the site is to differ from it, change edits a copy of it before it is built;
 * opened comes behind all that, for hooks of a file do not wait for each other.
 */
export function visited({ change, opened }: { change?: (copy: string) => Promise<void>; opened?: () => Promise<void> } = {}): Visited {
  const site = {} as Visited;
  let server: Server | undefined;
  before(async () => {
    site.folder = await temporaryFolder();
    ({ binary: site.binary, out: site.out } = await prepared());
    if (change) {
      const copy = await copySite(site.folder);
      await change(copy);
      site.out = join(site.folder, "public");
      await build(site.binary, copy, site.out);
    }
    const served = await serveFolder(site.out);
    [site.url, server] = [served.url, served.server];
    site.browser = await launch(site.folder);
    await opened?.();
  });
  after(async () => {
    await site.browser?.close();
    server?.close();
    await dispose(site.folder);
  });
  return site;
}

/** Copies the reference site, so that a test may edit it. */
export async function copySite(folder: string): Promise<string> {
  const site = join(folder, "site");
  for (const part of ["content", "themes"]) {
    await cp(join(project, part), join(site, part), { recursive: true });
  }
  return site;
}

/** How long a page may take for anything, in milliseconds: a hang takes longer, whatever else the machine does. */
export const patience = 180_000;

/** The browsers that visitors have, by their names in /usr/bin. */
export const visitors = ["chromium", "chromium-browser"];

/** Before those, one that draws pages just so but has no window: it takes less than two thirds of the processors. */
const tested = ["chromium-headless-shell", ...visitors];

/** Starts the first of some browsers that is there, with further arguments. */
export async function launch(profile: string, { further = [], browsers = tested }: { further?: string[]; browsers?: string[] } = {}): Promise<Browser> {
  const executablePath = browsers.map((name) => join("/usr/bin", name)).find(existsSync);
  if (!executablePath) {
    throw new Error("Chromium is missing: apt-get install chromium");
  }
  const browser = await chromium.launch({
    executablePath,
    timeout: patience,
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      `--crash-dumps-dir=${profile}`, ...further,
    ],
  });
  browser.on("context", (context) => context.setDefaultTimeout(patience));
  return browser;
}

/** A running `essaim serve`. */
export interface Preview {
  url: string;
  stop(): Promise<void>;
}

/** Starts `essaim serve` on a free port and waits until it says that it can be visited. */
export async function preview(binary: string, site: string): Promise<Preview> {
  const child: ChildProcess = spawn(binary, ["serve", "--site", site, "--addr", "127.0.0.1:0", "--lang", "en"], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  let output = "";
  const url = new Promise<string>((told) => {
    const read = (data: Buffer) => {
      output += data;
      const address = /http:\/\/127\.0\.0\.1:\d+(?=\/)/.exec(output);
      if (address) told(address[0]);
    };
    child.stdout!.on("data", read);
    child.stderr!.on("data", read);
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  const limit = setTimeout(() => child.kill("SIGKILL"), patience);
  const begun = await Promise.race([url, ended]);
  clearTimeout(limit);
  if (!begun) throw new Error(`essaim serve does not answer:\n${output}`);
  return { url: begun, stop };
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".xml": "application/xml", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".webp": "image/webp", ".txt": "text/plain; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
};

/** Serves an output folder with the headers that the site asks its CDN for. */
export async function serveFolder(folder: string): Promise<{ url: string; server: Server }> {
  const headers = parseHeaders(await readFile(join(folder, "_headers"), "utf8"));
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url!, "http://localhost").pathname);
    let file = join(folder, path.endsWith("/") ? path + "index.html" : path);
    let status = 200;
    if (!(await stat(file).catch(() => undefined))?.isFile()) {
      file = join(folder, path.startsWith("/en/") ? "en/404.html" : "404.html");
      status = 404;
    }
    for (const [name, value] of headers(path)) response.setHeader(name, value);
    response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
    response.writeHead(status).end(await readFile(file));
  });
  // A browser that a busy machine keeps waiting finds its connections as it left them.
  server.keepAliveTimeout = server.headersTimeout = server.requestTimeout = 0;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** Reads a _headers file: a path pattern with * and :names of segments, then indented "Name: value" lines. */
export function parseHeaders(text: string): (path: string) => [string, string][] {
  const rules: { pattern: RegExp; headers: [string, string][] }[] = [];
  for (const line of text.split("\n")) {
    if (/^\s+\S/.test(line)) {
      const colon = line.indexOf(":");
      rules.at(-1)?.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    } else if (line.startsWith("/")) {
      const escaped = line.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replace(/:\w+/g, "[^/]+");
      rules.push({ pattern: new RegExp(`^${escaped}$`), headers: [] });
    }
  }
  return (path) => rules.filter((rule) => rule.pattern.test(path)).flatMap((rule) => rule.headers);
}

/** Removes what a test made. */
export async function dispose(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
