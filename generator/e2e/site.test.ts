// The built reference site, in a real browser, under its own security headers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { fileOf, visited } from "./harness.ts";
import { axeInViews, overflow, validator, watch } from "./visit.ts";

/** The addresses of every page in the sitemap, below the base URL. */
let paths: string[];
const site = visited({ opened: readSitemap });

async function readSitemap(): Promise<void> {
  const sitemap = await readFile(join(site.out, "sitemap.xml"), "utf8");
  paths = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1]!).pathname);
  assert.ok(paths.length > 80, `the sitemap has ${paths.length} pages`);
}

/** One page of each kind, in both locales. */
function samples(): string[] {
  const chosen = ["/404.html", "/en/404.html"];
  const kinds: [RegExp, number][] = [
    [/^\/(en\/)?$/, 2], [/^\/actualites\/$|^\/en\/news\/$/, 2], [/^\/initiatives\/[^/]+\/$/, 1], [/^\/en\/initiatives\/[^/]+\/$/, 1],
    [/^\/bonnes-pratiques\/[^/]+\/$/, 1], [/^\/en\/practices\/[^/]+\/$/, 1], [/^\/actualites\/[^/]+\/$/, 1], [/^\/(en\/)?themes\/$/, 2], [/^\/suivre\/$/, 1], [/^\/opportunites\/$/, 1], [/^\/opportunites\/exemple-[^/]+\/$/, 1],
    [/^\/themes\/[^/]+\/$/, 1], [/^\/en\/themes\/[^/]+\/$/, 1], [/^\/about\/$/, 1], [/^\/en\/about\/$/, 1],
  ];
  for (const [pattern, count] of kinds) {
    const found = paths.filter((path) => pattern.test(path)).slice(0, count);
    assert.equal(found.length, count, `pages like ${pattern}`);
    chosen.push(...found);
  }
  return chosen;
}

/** Opens path in page and returns what the browser complains of. */
async function open(page: Page, path: string): Promise<string[]> {
  const { complaints } = watch(page, site.url, path.endsWith("404.html") ? /404\.html$/ : undefined);
  await page.goto(site.url + path, { waitUntil: "load" });
  return complaints;
}

/**
 * Of the pages of each kind, by the class of the body, the eighth that is most
 * likely to be too wide for a phone: those with the longest words. All of them
 * where ESSAIM_PAGES_ALL is set.
 */
async function widest(): Promise<string[]> {
  const kinds = new Map<string, { path: string; longest: number }[]>();
  for (const path of paths) {
    const html = await readFile(fileOf(site.out, path), "utf8");
    const kind = /<body class="([^"]*)"/.exec(html)?.[1] ?? "";
    const words = html.slice(html.indexOf("<body")).replaceAll(/<[^>]*>/g, " ").split(/[\s\u00ad\u200b-]+/);
    const longest = Math.max(...words.map((word) => word.length));
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind)!.push({ path, longest });
  }
  const chosen = [...kinds.values()].flatMap((pages) => pages.sort((a, b) => b.longest - a.longest).slice(0, process.env.ESSAIM_PAGES_ALL ? undefined : Math.ceil(Math.max(pages.length / 8, 8))));
  assert.ok(kinds.size > 8 && chosen.length > 0.12 * paths.length, `${chosen.length} of ${paths.length} pages of ${kinds.size} kinds`);
  return chosen.map(({ path }) => path);
}

test("pages of every kind load in silence and fit a phone of 320 pixels", async () => {
  const context = await site.browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const problems: string[] = [];
  for (const path of await widest()) {
    page.removeAllListeners();
    const complaints = await open(page, path);
    const wide = await overflow(page);
    if (wide > 0) complaints.push(`${wide} pixels too wide`);
    problems.push(...complaints.map((complaint) => `${path}: ${complaint}`));
  }
  await context.close();
  assert.deepEqual(problems, []);
});

test("no page keeps a cookie or anything in storage", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  await open(page, "/");
  const kept = await page.evaluate(() => localStorage.length + sessionStorage.length);
  assert.equal(kept, 0);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("axe finds nothing on any kind of page, light or dark, narrow or wide", async () => {
  const page = await site.browser.newPage();
  const problems: string[] = [];
  for (const path of samples()) {
    await open(page, path);
    problems.push(...(await axeInViews(page)).map((text) => `${path}: ${text}`));
  }
  await page.close();
  assert.deepEqual(problems, []);
});

test("every page of each kind is valid HTML", async () => {
  const problems: string[] = [];
  for (const path of paths.concat("/404.html", "/en/404.html")) {
    const report = await validator.validateFile(fileOf(site.out, path));
    for (const result of report.results) {
      problems.push(...result.messages.map((m) => `${path}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    }
  }
  assert.deepEqual(problems.slice(0, 20), []);
});

test("the language switch leads to the same page in the other language", async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await open(page, "/initiatives/");
  await page.locator('a[hreflang="en"]').first().click();
  await page.waitForURL("**/en/initiatives/");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await context.close();
});
