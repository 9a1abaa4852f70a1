// The seven functions of the platform as their visitors use them: on a phone,
// from the home page to what they came for, in each language, with and without
// JavaScript.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { visited } from "./harness.ts";
import { axe, overflow, watch } from "./visit.ts";

const site = visited();

/** A visitor on a phone. */
class Visitor {
  constructor(readonly page: Page, readonly script: boolean) {}

  get main(): Locator {
    return this.page.locator("main");
  }

  path(): string {
    return new URL(this.page.url()).pathname;
  }

  /** Follows a link of the page's main part and waits for the page it leads to. */
  async follow(link: Locator): Promise<void> {
    const href = await link.first().getAttribute("href");
    assert.ok(href, "the link leads somewhere");
    await link.first().click();
    await this.page.waitForURL((address) => address.pathname === new URL(href, site.url).pathname);
    await this.page.waitForLoadState("load");
    await this.fits();
  }

  async fits(): Promise<void> {
    const wide = await overflow(this.page);
    assert.ok(wide <= 0, `${this.path()} is ${wide} pixels too wide for a phone`);
  }

  /** From the home page through the entrance of a function. */
  async enter(start: string, door: string): Promise<void> {
    await this.page.goto(site.url + start);
    await this.follow(this.main.getByRole("link", { name: door, exact: true }));
  }

  /** Fetches a file that the page offers. */
  async download(link: Locator): Promise<{ text: string; bytes: Buffer }> {
    const href = await link.first().getAttribute("href");
    assert.ok(href, "a file is offered");
    const answer = await this.page.request.get(new URL(href, this.page.url()).href.replace(/^webcal:/, "http:"));
    assert.equal(answer.status(), 200, href);
    const bytes = await answer.body();
    return { bytes, text: bytes.toString("utf8") };
  }

  /**
   * Narrows a list to a value of a filter: by a checkbox with a script, by the
   * page of the value without. Returns how many entries the list then shows.
   */
  async narrow(filter: string, value: string): Promise<void> {
    const group = this.main.locator(`details[data-name="${filter}"]`);
    await group.locator("summary").click();
    if (this.script) {
      const box = group.getByRole("checkbox", { name: value });
      await box.waitFor();
      await box.check();
      await this.page.waitForURL((address) => address.searchParams.has(filter));
    } else {
      await this.follow(group.getByRole("link", { name: value, exact: true }));
    }
    await this.fits();
  }
}

interface Language {
  tag: string;
  start: string;
  /** Department and sector as readers see them. */
  words: Record<string, string>;
}

const languages: Language[] = [
  {
    tag: "fr", start: "/",
    words: {
      inform: "S'informer", listed: "Se référencer", support: "Être accompagné", measure: "Mesurer l'impact", inspired: "S'inspirer", promote: "Promouvoir", propose: "Proposer",
      directory: "Chercher dans l'annuaire", orientation: "Commencer l'orientation", figures: "Suivre les chiffres",
      practices: "Parcourir les pratiques", initiatives: "Parcourir les initiatives", department: "Seine-Saint-Denis (93)", country: "Royaume-Uni", deadline: "Date limite", state: "Ouvert",
      replicate: "Le refaire en France",
    },
  },
  {
    tag: "en", start: "/en/",
    words: {
      inform: "Get informed", listed: "Get listed", support: "Get support", measure: "Measure impact", inspired: "Be inspired", promote: "Promote", propose: "Propose",
      directory: "Search the directory", orientation: "Start the orientation", figures: "Follow the figures",
      practices: "Browse the practices", initiatives: "Browse the initiatives", department: "Seine-Saint-Denis (93)", country: "United Kingdom", deadline: "Deadline", state: "Open",
      replicate: "Doing it in France",
    },
  },
];

/** Runs a journey for each language, with and without JavaScript. */
function journey(name: string, steps: (v: Visitor, words: Language["words"], language: Language) => Promise<void>): void {
  for (const language of languages) {
    for (const script of [true, false]) {
      test(`${language.tag}, ${script ? "with" : "without"} JavaScript: ${name}`, async () => {
        const context: BrowserContext = await site.browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, javaScriptEnabled: script, acceptDownloads: true });
        try {
          const page = await context.newPage();
          const { complaints } = watch(page, site.url);
          const visitor = new Visitor(page, script);
          const start = { ...language, words: typographic(language) };
          await steps(visitor, start.words, start);
          assert.equal(await page.locator("html").getAttribute("lang"), language.tag, "the journey ends in its language");
          if (script) assert.deepEqual(await axe(page), [], `axe at the end, on ${visitor.path()}`);
          assert.deepEqual(complaints, []);
          assert.deepEqual(await context.cookies(), []);
        } finally {
          await context.close();
        }
      });
    }
  }
}

/** Words as pages set them: the apostrophe is curved. */
function typographic({ words }: Language): Language["words"] {
  return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, text.replaceAll("'", "’")]));
}

journey("get informed: from the home page to the deadline of a contract nearby, in one's own calendar", async (v, words, { start }) => {
  await v.enter(start, words.inform!);
  await v.follow(v.main.locator(`.doors a[href^="${start === "/" ? "/opportunites/" : "/en/opportunities/"}"]`));
  await v.narrow("departments", words.department!);
  const cards = v.main.locator(".card:visible");
  assert.ok((await cards.count()) >= 1, "contracts of the département");
  await v.follow(cards.locator("a").first());
  assert.match(await v.main.innerText(), new RegExp(words.department!.replace(/[()]/g, "\\$&")));
  // The open ones of the whole list come first, and have a calendar.
  await v.page.goto(site.url + (start === "/" ? "/opportunites/" : "/en/opportunities/"));
  const open = v.main.locator(".card:visible").filter({ hasText: words.state! }).first();
  assert.match(await open.innerText(), new RegExp(words.deadline!));
  await v.follow(open.locator("a").first());
  const { text } = await v.download(v.main.locator('a[href$=".ics"]'));
  assert.match(text, /^BEGIN:VCALENDAR\r\n/);
  assert.match(text, /\r\nDTSTART/);
  const title = (await v.page.locator("h1").innerText()).trim();
  const summary = /\r\nSUMMARY[^:\r]*:(.*)\r\n/.exec(text.replace(/\r\n[ \t]/g, ""))![1]!;
  assert.ok(summary.replaceAll("\\", "").endsWith(title), `${summary} names ${title}`);
});

journey("get listed: from the home page to an organisation of one's département, and to the form that asks for an entry", async (v, words, { start }) => {
  await v.enter(start, words.listed!);
  await v.follow(v.main.getByRole("link", { name: words.directory!, exact: true }));
  const all = Number((await v.main.locator(".count:visible").innerText()).match(/\d+/)![0]);
  await v.narrow("department", words.department!);
  const some = Number((await v.main.locator(".count:visible").innerText()).match(/\d+/)![0]);
  assert.ok(some > 0 && some < all, `${some} of ${all} organisations`);
  await v.follow(v.main.locator(".card:visible a").first());
  assert.match(await v.main.innerText(), /Seine-Saint-Denis/);
  await v.enter(start, words.listed!);
  await v.follow(v.main.locator('a[href$="/formulaire/"], a[href$="/form/"]'));
  if (v.script) {
    await v.page.locator("#form button[type=submit]").click();
    await v.page.locator("#form-errors").waitFor();
    assert.ok((await v.page.locator("#form-errors-list li").count()) >= 2, "what is missing is said");
  } else {
    assert.ok(await v.page.locator("#form-hand").isVisible(), "the entry can be written by hand");
  }
});

journey("get support: from the home page through the questions to offers of help", async (v, words, { start }) => {
  await v.enter(start, words.support!);
  await v.follow(v.main.getByRole("link", { name: words.orientation!, exact: true }));
  let steps = 0;
  for (; steps < 12; steps++) {
    const answer = v.main.locator(".doors a, .answers a").first();
    if ((await answer.count()) === 0 || (await v.main.locator(".card:visible").count()) > 0) break;
    await v.follow(answer);
  }
  assert.ok(steps >= 2, `${steps} questions were answered`);
  const offer = v.main.locator(".card:visible a").first();
  const title = await offer.innerText();
  await v.follow(offer);
  assert.equal((await v.page.locator("h1").innerText()).trim(), title.trim());
  assert.ok((await v.main.locator('a[href^="https://"]').count()) > 0, "the offer says where to go");
});

journey("measure impact: from the home page to a target, its result over time and its data; then the effect of a purchase", async (v, words, { start }) => {
  await v.enter(start, words.measure!);
  assert.ok((await v.main.locator("svg").count()) >= 2, "both targets are drawn");
  const charts = await v.main.locator("svg[role=img]").evaluateAll((all) => all.map((svg) => svg.querySelector(":scope > title")?.textContent ?? ""));
  assert.ok(charts.length >= 2 && charts.every((title) => title !== ""), `each chart has a title: ${charts.join(" | ")}`);
  await v.follow(v.main.getByRole("link", { name: words.figures!, exact: true }));
  await v.follow(v.main.locator('a[href$="/heures-insertion/"]'));
  assert.match((await v.main.locator("table").first().innerText()).replace(/[\s,]/g, ""), /2488513/);
  const { text } = await v.download(v.main.locator('a[href$=".csv"]'));
  assert.match(text, /2488513/);
  await v.page.goto(site.url + (start === "/" ? "/mesurer-l-impact/" : "/en/measure-impact/"));
  await v.follow(v.main.locator('a[href*="calcul"]').last());
  assert.match((await v.main.innerText()).replace(/\s/g, " "), /26/);
});

journey("be inspired: from the home page by country to a practice, and how to do it in France", async (v, words, { start }) => {
  await v.enter(start, words.inspired!);
  await v.follow(v.main.getByRole("link", { name: words.practices!, exact: true }));
  await v.narrow("country", words.country!);
  await v.follow(v.main.locator(".card:visible a").first());
  assert.ok(await v.main.getByRole("heading", { name: words.replicate! }).isVisible(), "how to replicate it");
  // The map of the world leads to the same list.
  await v.page.goto(site.url + (start === "/" ? "/bonnes-pratiques/pays/" : "/en/practices/country/"));
  await v.fits();
  assert.ok((await v.main.locator("svg a").count()) >= 5, "countries on the map are links");
  await v.follow(v.main.getByRole("link", { name: words.country! }).last());
  assert.ok((await v.main.locator(".card:visible").count()) >= 1);
});

journey("promote: from the home page by département to an initiative worth showing, with its card", async (v, words, { start }) => {
  await v.enter(start, words.promote!);
  await v.follow(v.main.getByRole("link", { name: words.initiatives!, exact: true }));
  await v.narrow("department", words.department!);
  await v.follow(v.main.locator(".card:visible a").first());
  const image = await v.page.locator('meta[property="og:image"]').getAttribute("content");
  assert.ok(image, "a card for other sites");
  const answer = await v.page.request.get(site.url + new URL(image).pathname);
  assert.equal(answer.status(), 200);
  assert.equal((await answer.body()).subarray(1, 4).toString("latin1"), "PNG");
  await v.page.goto(site.url + (start === "/" ? "/initiatives/departement/" : "/en/initiatives/departement/"));
  await v.fits();
  assert.ok((await v.main.locator("svg a").count()) >= 4, "départements on the map are links");
});

journey("propose: from the home page to the text of a proposal", async (v, words, { start, tag }) => {
  await v.enter(start, words.propose!);
  await v.follow(v.main.locator('a[href$="/formulaire/"], a[href$="/form/"]'));
  if (!v.script) {
    const hand = v.page.locator("#form-hand");
    assert.ok(await hand.isVisible());
    return;
  }
  await fill(v.page);
  await v.page.locator("#form button[type=submit]").click();
  const result = v.page.locator("#form-result");
  await result.waitFor();
  const [file] = await Promise.all([v.page.waitForEvent("download"), result.locator("#form-download").click()]);
  assert.match(file.suggestedFilename(), new RegExp(`\\.${tag}\\.md$`));
  const text = await readFile((await file.path())!, "utf8");
  assert.match(text, /^---\n/);
  assert.match(text, /draft: true/);
});

/** Fills what the form of proposals requires. */
async function fill(page: Page): Promise<void> {
  await page.fill("#f-title", "Une cour d’école lavée à l’eau de pluie");
  await page.locator("#f-kind input").first().check();
  await page.fill("#f-summary", "L’eau des toits lave la cour, et l’eau potable reste au robinet.");
  await page.fill("#f-body", "Deux cuves, une pompe à main et un calendrier tenu par les élèves.");
  await page.locator("#f-themes input").first().check();
  await page.locator("#f-stage").selectOption({ index: 1 });
  await page.fill("#f-sources-0-title", "Une page publique");
  await page.fill("#f-sources-0-url", "https://example.org/");
}
