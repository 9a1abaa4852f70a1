// The search page of the theme, driven as a visitor drives it.
import { type Browser, during, figures, type Figures, open, type Page, type Session, type Subject, type Typist } from "./browser.ts";
import { type Exchange, fast, type LinkServer, now, slow } from "./link.ts";

const address = "/recherche/";
/** The files of the search. */
const part = /^\/search\/|^\/assets\/(results|mark)\./;

interface Marks {
  submitted: number;
  shown: { title: string; items: number; at: number }[];
}

/** Runs in the page before its own scripts: writes down when a search begins and when its results are painted. */
function observe(): void {
  const marks: Marks = { submitted: 0, shown: [] };
  (globalThis as unknown as { marks: Marks }).marks = marks;
  const time = () => performance.timeOrigin + performance.now();
  let last = "";
  document.addEventListener("submit", () => {
    marks.submitted = time();
    last = ""; // the same query again is another search
  }, true);
  new MutationObserver(() => {
    if (document.title === last) return;
    last = document.title;
    const { title } = document;
    // A frame that begins after the change has it; the message comes when it is painted.
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => marks.shown.push({ title, items: document.querySelectorAll("#search-list > li.found-item").length, at: time() });
      channel.port2.postMessage(0);
    });
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

/** As observe, without the pause that follows each keystroke: it costs no bytes. */
function hurry(): void {
  const wait = globalThis.setTimeout;
  globalThis.setTimeout = ((use: () => void, ms?: number) => wait(use, ms === 500 ? 0 : ms)) as typeof setTimeout;
}

/** shown waits until the page shows the answer to a query, and returns when that was. */
async function shown(page: Page, query: string, after = 0): Promise<{ at: number; items: number }> {
  const handle = await page.waitForFunction(
    ([begin, since]) => {
      const { marks } = globalThis as unknown as { marks: Marks };
      return marks.shown.find((m) => m.title.startsWith(begin) && m.at > since) || (document.querySelector("#search-error:not([hidden])") && "failed");
    },
    [`${query} – `, after] as const,
    { polling: 5 },
  ).catch(async (cause: unknown) => {
    throw new Error(`no answer to ${query}; the page is ${await page.title()}`, { cause });
  });
  const mark = await handle.jsonValue();
  if (!mark || mark === "failed") throw new Error(`the page answers ${query} with an error`);
  return mark as { at: number; items: number };
}

/** essaim returns the search of a site at a server. */
export async function essaim(browser: Browser, server: LinkServer): Promise<Subject> {
  const visit = (speed = slow) => open(browser, server, speed, observe);
  const close = (page: Page) => page.context().close();

  const searched = (exchanges: Exchange[]) => exchanges.filter((e) => part.test(e.path));

  // What the page takes without its search, which is withheld from it.
  const bare = await visit();
  await bare.route((url) => part.test(url.pathname), (route) => route.abort());
  const own = await during(server, () => bare.goto(server.url + address, { waitUntil: "load" }));
  await close(bare);

  async function submit(page: Page, query: string): Promise<{ begin: number; at: number; items: number }> {
    await page.fill("#search-q", query);
    await page.press("#search-q", "Enter");
    const begin = await page.evaluate(() => (globalThis as unknown as { marks: Marks }).marks.submitted);
    if (!begin) throw new Error("the search was not ready when the form was sent");
    return { begin, ...(await shown(page, query, begin)) };
  }

  return {
    name: "Essaim",
    async idle() {
      const page = await visit();
      const { exchanges } = await during(server, () => page.goto(server.url + "/", { waitUntil: "load" }));
      await close(page);
      return searched(exchanges);
    },
    async cold(query) {
      const page = await visit();
      const got = await during(server, async () => {
        await page.goto(`${server.url}${address}?${new URLSearchParams({ q: query })}`, { waitUntil: "commit" });
        return shown(page, query);
      });
      await close(page);
      const exchanges = searched(got.exchanges);
      return figures(exchanges, got.bytes - own.bytes, Math.min(...exchanges.map((e) => e.start)), got.value.at, got.value.at, got.value.items);
    },
    async prepared(): Promise<Session> {
      const page = await visit();
      const got = await during(server, async () => {
        await page.goto(server.url + address, { waitUntil: "load" });
        await page.click("#search-q");
        await server.quiet(500);
      });
      const exchanges = searched(got.exchanges);
      const begin = Math.min(...exchanges.map((e) => e.start));
      const end = Math.max(...exchanges.map((e) => e.end));
      return {
        ready: figures(exchanges, got.bytes - own.bytes, begin, end, end, 0),
        async query(text): Promise<Figures> {
          const { value, bytes, exchanges } = await during(server, () => submit(page, text));
          return figures(exchanges, bytes, value.begin, value.at, value.at, value.items);
        },
        close: () => close(page),
      };
    },
    async elsewhere(query) {
      const page = await visit();
      await during(server, async () => {
        await page.goto(server.url + "/", { waitUntil: "load" });
        await page.click("#search-q");
        await server.asked();
        await server.quiet(500);
      });
      let begin = 0;
      const { value, bytes, exchanges } = await during(server, async () => {
        await page.fill("#search-q", query);
        begin = now();
        await page.press("#search-q", "Enter", { noWaitAfter: true });
        return shown(page, query);
      });
      await close(page);
      return figures(exchanges, bytes, begin, value.at, value.at, value.items);
    },
    async typing(): Promise<Typist> {
      const page = await visit(fast);
      await page.addInitScript(hurry);
      await page.goto(server.url + address, { waitUntil: "load" });
      await page.click("#search-q");
      await server.quiet(200);
      return {
        async type(text) {
          const { bytes, exchanges } = await during(server, async () => {
            const since = await page.evaluate(() => performance.timeOrigin + performance.now());
            await page.fill("#search-q", text);
            await shown(page, text, since);
          });
          return { bytes, exchanges };
        },
        async find(query) {
          await submit(page, query);
          return page.$$eval("#search-list > li.found-item a", (links) => links.map((a) => new URL((a as HTMLAnchorElement).href).pathname));
        },
        close: () => close(page),
      };
    },
  };
}
