// What the tests ask of a page in the browser, whichever page it is.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import assert from "node:assert/strict";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import type { Page } from "playwright-core";
import { patience } from "./harness.ts";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a page did since it has been watched. */
export interface Watched {
  /**
   * Errors and warnings of the console, uncaught errors, dialogs, requests elsewhere, and answers from 400 on;
   * without that of a file asked for in advance and not used within three seconds, which tells how busy the machine is.
   */
  complaints: string[];
  /**
   * The paths that the page asked of the site, in order, with a leading slash;
   * without the icon, which the browser asks for when it finds the time.
   */
  requests: string[];
}

const icon = /^\/assets\/icon\.\w+\.svg$/;
const unused = /was preloaded using link preload but not used within a few seconds/;

/**
 * Watches a page that should load from one origin only. Where a test damages
 * the site, `forgiven` matches the addresses whose failure is no complaint.
 */
export function watch(page: Page, origin: string, forgiven = /^$/): Watched {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    const lost = message.text().startsWith("Failed to load resource") && forgiven.test(message.location().url);
    if (["error", "warning"].includes(message.type()) && !lost && !unused.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    const path = url.slice(origin.length);
    if (!url.startsWith(origin + "/")) complaints.push(`request to ${url}`);
    else if (!icon.test(path)) requests.push(path);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !forgiven.test(response.url())) complaints.push(`${response.status()} for ${response.url()}`);
  });
  return { complaints, requests };
}

/**
 * Waits until what is read of a page is what is wanted; says how it differs where
 * it never comes to that.
 */
export async function becomes<T>(read: () => Promise<T>, wanted: T, what?: string): Promise<void> {
  for (const began = performance.now(); performance.now() - began < patience; await new Promise((wake) => setTimeout(wake, 50))) {
    if (isDeepStrictEqual(await read(), wanted)) return;
  }
  assert.deepEqual(await read(), wanted, what);
}

/** The rules of axe that go by colours, all that another colour scheme changes. */
const colours = ["color-contrast", "link-in-text-block"];

/** Every other rule that the site follows, and those too. */
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"];

/** Runs axe on a page as it stands; returns what it finds, one line per rule. */
export async function axe(page: Page, runOnly = standards): Promise<string[]> {
  // Evaluated by the debugger, which the site's policy does not bind.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    const result = await axe.run(document, {
      runOnly,
      rules: { "target-size": { enabled: true } },
      // Of what is well, nothing is told: that takes axe a third of its time.
      resultTypes: ["violations"],
    });
    return result.violations.map((v) => `${v.id}: ${v.nodes[0]!.html} ${v.nodes[0]!.failureSummary ?? ""}`);
  }, runOnly);
}

/** The ways of seeing in which axe is run. */
export const views = (["light", "dark"] as const).flatMap((scheme) => [320, 1280].map((width) => ({ scheme, width, name: `${scheme}, ${width} pixels` })));

/**
 * Runs axe on a page in some views, one after the other: with every rule once
 * for each width, with the rules about colours alone where only the colour scheme differs.
 */
export async function axeInViews(page: Page, chosen = views): Promise<string[]> {
  const problems: string[] = [];
  const seen = new Set<number>();
  for (const { scheme, width, name } of chosen) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    problems.push(...(await axe(page, seen.has(width) ? colours : standards)).map((text) => `${name}: ${text}`));
    seen.add(width);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) problems.push(`${name}: ${overflow} pixels too wide`);
  }
  return problems;
}

/** The same rules for all pages: to put them together anew for each takes a third of the time. */
class OneConfig extends StaticConfigLoader {
  #made?: ReturnType<StaticConfigLoader["getConfigFor"]>;

  override getConfigFor(page: string): ReturnType<StaticConfigLoader["getConfigFor"]> {
    return (this.#made ??= super.getConfigFor(page));
  }
}

/** The validator of HTML, with the rules that the site follows. */
export const validator = new HtmlValidate(new OneConfig({
  extends: ["html-validate:standard"],
  rules: {
    "long-title": "off", // the title of the site follows that of the page
    "no-trailing-whitespace": "off", // white space costs nothing once compressed
    "require-sri": "off", // everything comes from the same origin
  },
}));

/** Validates HTML; returns what is wrong with it. */
export async function validate(html: string): Promise<string[]> {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
}
