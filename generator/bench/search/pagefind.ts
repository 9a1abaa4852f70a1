// Pagefind on the same pages: its own interface, without the markup around it,
// asked for the first ten results.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, during, figures, type Figures, open, type Page, type Session, type Subject, type Typist } from "./browser.ts";
import { fast, type LinkServer, slow } from "./link.ts";
import { type Cost, measure } from "./process.ts";

/** Where the page without a search stands; it is in no folder. */
export const address = "/bench-pagefind.html";

/** It has the language of the documents, and loads nothing. */
export const page = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Pagefind</title><link rel="icon" href="data:,"><ol id="list"></ol>`;

const home = join(import.meta.dirname, "node_modules", "pagefind");

/** version returns the version that is installed, or "". */
export async function version(): Promise<string> {
  if (!existsSync(join(home, "package.json"))) return "";
  return (JSON.parse(await readFile(join(home, "package.json"), "utf8")) as { version: string }).version;
}

/** index makes the index of a built site, in a folder of its own. */
export function index(site: string, out: string): Promise<Cost> {
  return measure(process.execPath, [join(home, "lib", "runner", "bin.cjs"), "--site", site, "--output-path", out]);
}

interface Api {
  init(): Promise<void>;
  search(query: string): Promise<{ results: { data(): Promise<{ url: string; meta: { title?: string } }> }[] }>;
}

interface Asked {
  begin: number;
  first: number;
  ten: number;
  total: number;
  urls: string[];
}

/** Runs in the page: answers a query and shows ten results. */
async function ask(query: string): Promise<Asked> {
  const time = () => performance.timeOrigin + performance.now();
  const begin = time();
  const scope = globalThis as unknown as { pagefind?: Api };
  scope.pagefind ??= (await import("/pagefind/pagefind.js" as string)) as Api;
  const { results } = await scope.pagefind.search(query);
  const list = document.getElementById("list")!;
  list.replaceChildren();
  let first = 0;
  const urls = await Promise.all(
    results.slice(0, 10).map(async (result) => {
      const { url, meta } = await result.data();
      const item = document.createElement("li");
      item.textContent = meta.title ?? url;
      list.append(item);
      first ||= time();
      return url;
    }),
  );
  return { begin, first: first || time(), ten: time(), total: results.length, urls };
}

/** Runs in the page: what its own search field does when it gets focus. */
async function reach(): Promise<void> {
  const scope = globalThis as unknown as { pagefind?: Api };
  scope.pagefind ??= (await import("/pagefind/pagefind.js" as string)) as Api;
  await scope.pagefind.init();
}

/** pagefind returns the search at a server that has its files below /pagefind/. */
export function pagefind(browser: Browser, server: LinkServer): Subject {
  const visit = async (speed = slow): Promise<Page> => {
    const page = await open(browser, server, speed);
    await page.goto(server.url + address, { waitUntil: "load" });
    return page;
  };
  const close = (page: Page) => page.context().close();
  async function query(page: Page, text: string): Promise<Figures> {
    const { value, bytes, exchanges } = await during(server, () => page.evaluate(ask, text));
    return figures(exchanges, bytes, value.begin, value.first, value.ten, value.urls.length);
  }
  return {
    name: "Pagefind",
    idle: async () => [],
    async cold(text) {
      const page = await visit();
      const got = await query(page, text);
      await close(page);
      return got;
    },
    async prepared(): Promise<Session> {
      const page = await visit();
      const { bytes, exchanges } = await during(server, () => page.evaluate(reach));
      const begin = Math.min(...exchanges.map((e) => e.start));
      const end = Math.max(...exchanges.map((e) => e.end));
      return { ready: figures(exchanges, bytes, begin, end, end, 0), query: (text) => query(page, text), close: () => close(page) };
    },
    async typing(): Promise<Typist> {
      const page = await visit(fast);
      await page.evaluate(reach);
      return {
        type: (text) => during(server, () => page.evaluate(ask, text)),
        find: async (text) => (await page.evaluate(ask, text)).urls,
        close: () => close(page),
      };
    },
  };
}
