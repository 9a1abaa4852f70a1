// What the tests of the search know of the reference site: where its search
// pages are, what the Go half answers, and what the entries say of themselves.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { build, clock, dispose, launch, prepared, project, run, serveFolder, temporaryFolder } from "./harness.ts";
import { watch, type Watched } from "./visit.ts";

/** A language of the reference site, with words that its entries use. */
export interface Language {
  tag: string;
  /** The search page. */
  search: string;
  /** An entry. */
  entry: string;
  /** A word of nearly every entry, and a rarer one. */
  common: string;
  rare: string;
  /** Words that stand side by side, and far apart. */
  phrase: string;
}

export const languages: Language[] = [
  { tag: "fr", search: "/recherche/", entry: "/initiatives/le-messageur/", common: "jeux", rare: "plastique", phrase: "économie circulaire" },
  { tag: "en", search: "/en/search/", entry: "/en/initiatives/le-messageur/", common: "games", rare: "plastic", phrase: "circular economy" },
];

/** The query string of an address with these values. */
export const query = (values: Record<string, string>) => `?${new URLSearchParams(values)}`;

/** What the Go half answers to a query. */
export interface Known {
  total: number;
  suggestions: string[];
  hits: { id: string; url: string; date: string }[];
}

/** The reference site, built and served, and a browser to visit it with. */
export class Bench {
  /** A folder for what a test makes. */
  folder = "";
  binary = "";
  /** The built site, and its address. */
  out = "";
  url = "";
  private browser?: Browser;
  private servers: Server[] = [];
  private contexts: BrowserContext[] = [];
  private visits: Visit[] = [];
  private answers = new Map<string, Known>();

  async open(): Promise<void> {
    this.folder = await temporaryFolder();
    ({ binary: this.binary, out: this.out } = await prepared());
    this.url = await this.serve(this.out);
    this.browser = await launch(this.folder);
  }

  async close(): Promise<void> {
    await this.browser?.close();
    for (const server of this.servers) server.close();
    await dispose(this.folder);
  }

  /** Builds a site into a folder of this name and returns the folder. */
  async build(site: string, name: string): Promise<string> {
    const out = join(this.folder, name);
    await build(this.binary, site, out);
    return out;
  }

  /** Serves a built site and returns its address. */
  async serve(out: string): Promise<string> {
    const { url, server } = await serveFolder(out);
    this.servers.push(server);
    return url;
  }

  /**
   * Begins a visit of its own visitor. What it complains of fails the test,
   * addresses that `forgiven` matches apart.
   */
  async visit(options: BrowserContextOptions & { forgiven?: RegExp; origin?: string } = {}): Promise<Visit> {
    const { forgiven, origin = this.url, ...rest } = options;
    const context = await this.browser!.newContext(rest);
    this.contexts.push(context);
    const visit = await Visit.start(context, origin, forgiven);
    this.visits.push(visit);
    return visit;
  }

  /** Ends the visits of a test and returns what they complained of. */
  async leave(): Promise<string[]> {
    const complaints = this.visits.flatMap((visit) => visit.watched.complaints);
    await Promise.all(this.contexts.map((context) => context.close()));
    [this.contexts, this.visits] = [[], []];
    return complaints;
  }

  /** Asks the index of the site, without a browser. */
  async ask(tag: string, query: string): Promise<Known> {
    const key = `${tag} ${query}`;
    if (!this.answers.has(key)) {
      const { stdout } = await run(this.binary, ["search", "--site", project, "--out", this.out, "--locale", tag, "--limit", "1000", "--json", query]);
      this.answers.set(key, JSON.parse(stdout) as Known);
    }
    return this.answers.get(key)!;
  }
}

/** A bench for the tests of a file; the visits of each end with it, in silence. */
export function bench(): Bench {
  const bench = new Bench();
  before(() => bench.open());
  after(() => bench.close());
  afterEach(async () => assert.deepEqual(await bench.leave(), [], "the browser complains"));
  return bench;
}

/** What an entry says of itself, by the names that filters have in an address. */
export type Facts = Record<string, string[]>;

/** Whether an opportunity is closed when the site is built, by its deadline in Paris, or what has become of it. */
function closed(deadline?: string, status?: string): boolean {
  const now = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" }).format(new Date(clock));
  return ["awarded", "unsuccessful", "cancelled"].includes(status ?? "") || (deadline !== undefined && deadline <= now);
}

/** Reads the facts that the filters go by from the entries of the source locale, by id. */
export async function readFacts(): Promise<Map<string, Facts>> {
  const all = new Map<string, Facts>();
  const types = join(project, "content", "_types");
  for (const file of await readdir(types)) {
    const rules = await readFile(join(types, file), "utf8");
    const folder = /^folder: *(.*)$/m.exec(rules)![1]!;
    const facets = /^search:.*facets: \[(.*?)\]/m.exec(rules)?.[1]?.split(/, */) ?? [];
    for (const name of (await readdir(join(project, "content", folder), { recursive: true }).catch(() => [] as string[])).filter((name) => name.endsWith(".fr.md"))) {
      const [, front] = (await readFile(join(project, "content", folder, name), "utf8")).split("---\n");
      const written = (field: string) => new RegExp(`^${field}: *(.+)$`, "m").exec(front!)?.[1]?.replace(/[[\]"']/g, "").split(/, */) ?? [];
      const facts: Facts = { type: [file.replace(/\.yaml$/, "")] };
      for (const facet of facets) {
        if (facet === "themes") facts.theme = written(facet);
        else if (facet === "year") facts.year = written("date").map((date) => date.slice(0, 4));
        else if (facet === "state") facts.state = [closed(written("deadline")[0], written("status")[0]) ? "closed" : "open"];
        else facts[facet] = written(facet);
      }
      all.set(`${folder}/${name.replace(/(\/index)?\.fr\.md$/, "")}`, facts);
    }
  }
  return all;
}

/** A result as a visitor sees it. */
export interface Shown {
  path: string;
  title: string;
  date: string;
  marks: string[];
}

/** A visit to the search: a page, with what it complains of and what it says to screen readers. */
export class Visit {
  readonly watched: Watched;

  private constructor(
    readonly page: Page,
    readonly origin: string,
    forgiven?: RegExp,
  ) {
    this.watched = watch(page, origin, forgiven);
  }

  /** Opens a page in a context. Failures of addresses that `forgiven` matches are no complaint. */
  static async start(context: BrowserContext, origin: string, forgiven?: RegExp): Promise<Visit> {
    const page = await context.newPage();
    // Every text that the polite live region is given.
    await page.addInitScript(() => {
      const said: string[] = ((window as unknown as { said: string[] }).said = []);
      addEventListener("DOMContentLoaded", () => {
        const status = document.getElementById("search-status");
        // A function with a name would need what the compiler of these tests has, and pages have not.
        if (status) {
          new MutationObserver((changes) => {
            for (const change of changes) said.push(...[...change.addedNodes].map((node) => node.textContent!));
          }).observe(status, { childList: true });
        }
      });
    });
    return new Visit(page, origin, forgiven);
  }

  /** Goes to a path and waits for the answer if it holds a query, and for the script of the search page if it is that. */
  async goto(path: string): Promise<void> {
    await this.page.goto(this.origin + path);
    if (/[?&]q=[^&]/.test(path)) await this.answered();
    else if (languages.some(({ search }) => search === path)) await this.page.locator("#search-facets fieldset").first().waitFor({ state: "attached" });
  }

  /** Waits until the page shows results or says why not. */
  async answered(): Promise<void> {
    await this.page.locator("#search-results:not([hidden]), #search-error:not([hidden])").first().waitFor();
  }

  /** Does something that the page answers with new results, and waits until it has said so. */
  async answeredAfter(action: () => Promise<unknown>): Promise<void> {
    const before = (await this.said()).length;
    await action();
    await this.page.waitForFunction((before) => {
      const { said } = window as unknown as { said: string[] };
      const wait = document.getElementById("search-wait")!.textContent!;
      return said.slice(before).some((text) => text.trim() !== wait);
    }, before);
  }

  /** Everything said since the page was loaded. */
  said(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as { said: string[] }).said);
  }

  /** What has been said of results: whether the page also asks for patience is up to the machine. */
  async told(): Promise<string[]> {
    const wait = await this.page.locator("#search-wait").textContent();
    return (await this.said()).filter((text) => text.trim() !== wait);
  }

  /**
   * Writes a query into the form and sends it, at once: half a second between the
   * two would be a search of its own, as you type.
   */
  async send(query: string): Promise<void> {
    await this.page.locator("#search-q").evaluate((field: HTMLInputElement, query) => {
      field.focus();
      field.select();
      // As from the keyboard: the field tells of it, and takes no more than it holds.
      document.execCommand("insertText", false, query);
      field.form!.requestSubmit();
    }, query);
  }

  /** Searches with the form, as it stands. */
  async submit(query: string): Promise<void> {
    await this.answeredAfter(() => this.send(query));
  }

  /** Opens the filters, and waits until the list has come anew, with their counts. */
  async openFilters(): Promise<void> {
    const list = this.page.locator("#search-list");
    await list.evaluate((list) => list.append(document.createComment("of before")));
    await this.page.locator("#search-filters summary").click();
    await this.page.waitForFunction(() => ![...document.getElementById("search-list")!.childNodes].some((node) => node instanceof Comment));
  }

  /** Follows the first result and waits until its words are marked on the page found. */
  async openFirst(): Promise<void> {
    await this.page.locator("#search-list a").first().click();
    await this.page.waitForURL(/#q=/);
    await this.page.locator("main mark").first().waitFor();
  }

  /** The results in the list. */
  results(): Promise<Shown[]> {
    return this.page.locator("#search-list > li").evaluateAll((items) =>
      items.map((item) => ({
        path: item.querySelector("a")!.pathname,
        title: item.querySelector("a")!.textContent!,
        date: item.querySelector("time")?.dateTime ?? "",
        marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent!),
      })),
    );
  }

  /** All results, asked for until there are no more. */
  async allResults(): Promise<Shown[]> {
    const more = this.page.locator("#search-more");
    while (await more.isVisible()) {
      const before = await this.page.locator("#search-list > li").count();
      await more.click();
      await this.page.locator("#search-list > li").nth(before).waitFor();
    }
    return this.results();
  }

  /** How many results the heading says there are. */
  async total(): Promise<number> {
    return Number(/\d+/.exec((await this.page.locator("#search-title").textContent())!)?.[0] ?? 0);
  }

  /** The counts of the filters that are not 0, by parameter and value. */
  counts(): Promise<Record<string, Record<string, number>>> {
    return this.page.locator("#search-facets input").evaluateAll((boxes) => {
      const counts: Record<string, Record<string, number>> = {};
      for (const box of boxes as HTMLInputElement[]) {
        const count = Number(/\d+/.exec(box.closest("li")!.querySelector(".number")!.textContent!)?.[0]);
        if (count) (counts[box.name] ??= {})[box.value] = count;
      }
      return counts;
    });
  }

  /** The filter for a value. */
  filter(param: string, value: string) {
    return this.page.locator(`#search-facets input[name="${param}"][value="${value}"]`);
  }

  /** The query string of the address, as the page itself has it by now. */
  async address(): Promise<URLSearchParams> {
    return new URLSearchParams(await this.page.evaluate(() => location.search));
  }

  /** The kind of error that the page tells of, or "" if it tells of none. */
  async error(): Promise<string> {
    const kinds = await this.page.locator("#search-error [data-kind]").evaluateAll((texts) =>
      texts.filter((text) => (text as HTMLElement).checkVisibility()).map((text) => (text as HTMLElement).dataset.kind),
    );
    return kinds.join();
  }
}
