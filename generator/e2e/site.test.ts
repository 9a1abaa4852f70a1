// The built reference site, in a real browser, under its own security headers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HtmlValidate, FileSystemConfigLoader } from "html-validate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Server } from "node:http";
import { compile, dispose, launch, project, run, serveFolder, temporaryFolder } from "./harness.ts";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let folder: string, out: string, url: string, server: Server, browser: Browser;
/** The addresses of every page in the sitemap, below the base URL. */
let paths: string[];

before(async () => {
  folder = await temporaryFolder();
  out = join(folder, "public");
  const binary = await compile(folder);
  await run(binary, ["build", "--site", project, "--out", out]);
  ({ url, server } = await serveFolder(out));
  browser = await launch(folder);
  const sitemap = await readFile(join(out, "sitemap.xml"), "utf8");
  paths = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1]!).pathname);
  assert.ok(paths.length > 80, `the sitemap has ${paths.length} pages`);
});

after(async () => {
  await browser?.close();
  server?.close();
  await dispose(folder);
});

/** One page of each kind, in both locales. */
function samples(): string[] {
  const chosen = ["/404.html", "/en/404.html"];
  const kinds: [RegExp, number][] = [
    [/^\/(en\/)?$/, 2], [/^\/actualites\/$|^\/en\/news\/$/, 2], [/^\/initiatives\/[^/]+\/$/, 1], [/^\/en\/initiatives\/[^/]+\/$/, 1],
    [/^\/bonnes-pratiques\/[^/]+\/$/, 1], [/^\/en\/practices\/[^/]+\/$/, 1], [/^\/actualites\/[^/]+\/$/, 1], [/^\/(en\/)?themes\/$/, 2],
    [/^\/themes\/[^/]+\/$/, 1], [/^\/en\/themes\/[^/]+\/$/, 1], [/^\/about\/$/, 1], [/^\/en\/about\/$/, 1],
  ];
  for (const [pattern, count] of kinds) {
    const found = paths.filter((path) => pattern.test(path)).slice(0, count);
    assert.equal(found.length, count, `pages like ${pattern}`);
    chosen.push(...found);
  }
  return chosen;
}

/** Opens path and returns what the browser complains of. */
async function open(context: BrowserContext, path: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    const expected404 = path.endsWith("404.html") && message.text().includes("404");
    if (["error", "warning"].includes(message.type()) && !expected404) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) complaints.push(`request to ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  await page.goto(url + path, { waitUntil: "load" });
  return { page, complaints };
}

test("every page loads in silence and fits a phone of 320 pixels", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const problems: string[] = [];
  for (const path of paths) {
    const { page, complaints } = await open(context, path);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) complaints.push(`${overflow} pixels too wide`);
    problems.push(...complaints.map((complaint) => `${path}: ${complaint}`));
    await page.close();
  }
  await context.close();
  assert.deepEqual(problems, []);
});

test("no page keeps a cookie or anything in storage", async () => {
  const context = await browser.newContext();
  const { page } = await open(context, "/");
  const kept = await page.evaluate(() => localStorage.length + sessionStorage.length);
  assert.equal(kept, 0);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 1280]) {
    test(`axe finds nothing on any kind of page, ${colorScheme}, ${width} pixels`, async () => {
      // axe is injected by the test, which the site's policy rightly forbids.
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      const problems: string[] = [];
      for (const path of samples()) {
        const { page } = await open(context, path);
        await page.addScriptTag({ content: axeSource });
        const found = await page.evaluate(async () => {
          const axe = (window as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }).axe;
          const result = await axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"],
            rules: { "target-size": { enabled: true } },
          });
          return result.violations.map((v) => `${v.id}: ${v.nodes[0]!.html} ${v.nodes[0]!.failureSummary ?? ""}`);
        });
        problems.push(...found.map((text) => `${path}: ${text}`));
        await page.close();
      }
      await context.close();
      assert.deepEqual(problems, []);
    });
  }
}

test("every page of each kind is valid HTML", async () => {
  const validator = new HtmlValidate(new FileSystemConfigLoader({
    extends: ["html-validate:standard"],
    rules: {
      "long-title": "off", // the title of the site follows that of the page
      "no-trailing-whitespace": "off", // white space costs nothing once compressed
      "require-sri": "off", // everything comes from the same origin
    },
  }));
  const problems: string[] = [];
  for (const path of paths.concat("/404.html", "/en/404.html")) {
    const file = join(out, path.endsWith("/") ? path + "index.html" : path);
    const report = await validator.validateFile(file);
    for (const result of report.results) {
      problems.push(...result.messages.map((m) => `${path}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    }
  }
  assert.deepEqual(problems.slice(0, 20), []);
});

test("the language switch leads to the same page in the other language", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const { page } = await open(context, "/initiatives/");
  await page.locator('a[hreflang="en"]').first().click();
  assert.equal(new URL(page.url()).pathname, "/en/initiatives/");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await context.close();
});
