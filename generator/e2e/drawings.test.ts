// Charts and maps in a real browser: readable by everyone, and of use without
// JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { visited } from "./harness.ts";
import { axeInViews, validate, watch } from "./visit.ts";

const site = visited();

const figures = ["/chiffres/heures-insertion/", "/en/figures/part-petites-structures/", "/chiffres/profil-personnes-insertion/", "/chiffres/structures-ess-jeux/"];
const charts = [...figures, "/mesurer-l-impact/", "/chiffres/"];
const maps = ["/annuaire/departement/", "/en/opportunities/departements/", "/en/practices/country/", "/initiatives/departement/"];

/** Opens a page without JavaScript, which drawings do not need. */
async function open(path: string, width = 320): Promise<Page> {
  const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 800 } });
  const page = await context.newPage();
  await page.goto(site.url + path, { waitUntil: "load" });
  return page;
}

test("axe and the validator find nothing on pages with drawings, light or dark, narrow or wide", async () => {
  const page = await site.browser.newPage();
  const problems: string[] = [];
  for (const path of [...charts, ...maps]) {
    page.removeAllListeners();
    const { complaints } = watch(page, site.url);
    const response = await page.goto(site.url + path, { waitUntil: "load" });
    problems.push(...(await validate(await response!.text())).map((text) => `${path}: ${text}`));
    problems.push(...(await axeInViews(page)).map((text) => `${path}: ${text}`), ...complaints.map((text) => `${path}: ${text}`));
  }
  await page.close();
  assert.deepEqual(problems, []);
});

test("every drawing of a series says what it shows, and no text of it is lost or too small on a phone", async () => {
  for (const path of figures) {
    const page = await open(path);
    const drawings = page.locator("figure.chart svg");
    assert.ok((await drawings.count()) > 0, path);
    for (const svg of await drawings.all()) {
      assert.match((await svg.locator("title").textContent())!, /\S/);
      assert.match((await svg.locator("desc").textContent())!, /\d.*\.$/, `${path}: the description is a sentence with numbers`);
      const found = await svg.evaluate((element) => {
        const frame = element.getBoundingClientRect();
        const texts = [...element.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect(), size: parseFloat(getComputedStyle(text).fontSize) * (frame.width / (element as SVGSVGElement).viewBox.baseVal.width) }));
        const wrong: string[] = [];
        texts.forEach((a, i) => {
          if (a.size < 11) wrong.push(`${a.text} is ${a.size} pixels high`);
          if (a.box.left < frame.left - 2 || a.box.right > frame.right + 2) wrong.push(`${a.text} is cut off`);
          for (const b of texts.slice(0, i)) {
            // A line's box is higher than what is seen of it.
            const overlap = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 5;
            if (overlap) wrong.push(`${a.text} lies on ${b.text}`);
          }
        });
        return wrong;
      });
      assert.deepEqual(found, [], path);
    }
    const rows = await page.locator(".series tbody tr").count();
    assert.ok(rows > 1, `${path}: the table has ${rows} rows`);
    assert.equal(await page.locator(".series tbody tr td:last-child a").count(), rows, `${path}: every value has its source`);
    await page.context().close();
  }
});

test("the page of the two objectives draws both, with their targets", async () => {
  const page = await open("/mesurer-l-impact/");
  assert.equal(await page.locator(".indicator").count(), 2);
  assert.equal(await page.locator(".indicator figure.chart-line .target").count(), 2);
  assert.equal(await page.locator(".indicator figure.chart-progress .goal").count(), 2);
  await page.context().close();
});

test("every area of a map is reached by the keyboard, named, and leads where its row does", async () => {
  for (const path of maps) {
    const page = await open(path, 1280);
    const links = await page.locator(".map svg a").evaluateAll((list) => list.map((a) => ({ name: a.querySelector("title")?.textContent ?? "", href: a.getAttribute("href") })));
    const rows = await page.locator(".areas a").evaluateAll((list) => list.map((a) => ({ name: a.textContent!, href: a.getAttribute("href") })));
    assert.ok(links.length > 5 && rows.length >= links.length, `${path}: ${links.length} areas, ${rows.length} rows`);
    for (const link of links) {
      const row = rows.find((r) => r.href === link.href);
      assert.ok(row && link.name.startsWith(row.name) && /\d/.test(link.name), `${path}: ${link.name} has no row`);
    }
    const reached = new Set<string>();
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const at = document.activeElement!;
        if (!at.closest(".map")) return null;
        const path = at.querySelector("path")!;
        return { href: at.getAttribute("href")!, stroke: getComputedStyle(path).strokeWidth };
      });
      if (seen) {
        reached.add(seen.href);
        assert.equal(seen.stroke, "3px", "the area that has the focus is seen");
      }
    }
    assert.equal(reached.size, links.length, `${path}: areas reached by the keyboard`);
    const first = page.locator(".map svg a").last();
    const href = await first.getAttribute("href");
    await first.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(site.url + href);
    await page.context().close();
  }
});

test("drawings and maps are told apart in forced colours and print without a lost part", async () => {
  for (const path of [figures[0]!, maps[0]!]) {
    const page = await site.browser.newPage({ viewport: { width: 800, height: 900 } });
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(site.url + path);
    const shown = await page.evaluate(() => [...document.querySelectorAll(".chart .line, .chart .bar, .map a path")].map((e) => { const s = getComputedStyle(e); return s.stroke + s.fill + s.fillOpacity; }));
    assert.ok(shown.length > 0 && shown.every((s) => s !== "nonenone1"), `${path}: ${shown}`);
    if (path === maps[0]) assert.ok(new Set(shown).size > 2, "shades differ");
    await page.emulateMedia({ media: "print", forcedColors: "none" });
    assert.ok(await page.locator(".chart svg, .map svg").first().isVisible());
    await page.close();
  }
});
