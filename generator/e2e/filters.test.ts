// Lists narrowed by plain pages and at once in the browser, with 2,000 structures.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { fileOf, visited } from "./harness.ts";
import { axeInViews, becomes, validate, watch } from "./visit.ts";

const total = 2000;
const site = visited({ change: structures });

/** Adds structures to the directory until there are `total`, always the same. */
async function structures(site: string): Promise<void> {
  const terms = await readFile(join(site, "content/_locales/fr/terms.yaml"), "utf8");
  const keys = (vocabulary: string) => [...terms.split(`${vocabulary}:\n`)[1]!.split(/^\S/m)[0]!.matchAll(/^  ([\w-]+):/gm)].map((match) => match[1]!);
  const sectors = keys("sector"), departments = keys("department");
  const kinds = ["ei", "aci", "ai", "etti", "ea", "esat", "scop", "scic", "association", "network"];
  let state = 5;
  const random = (n: number) => (state = (state * 48271) % 2147483647) % n;
  await mkdir(join(site, "content/structures"), { recursive: true });
  const have = (await readdir(join(site, "content/structures"))).filter((name) => name.endsWith(".fr.md")).length;
  for (let i = have; i < total; i++) {
    const sector = sectors[random(sectors.length)]!;
    await writeFile(join(site, `content/structures/essai-${i}.fr.md`), `---
title: "Structure d'essai ${i} ${sector}"
summary: "Une structure inventée pour mesurer l'annuaire : la ${i}e, qui travaille à beaucoup de choses dans son département et au-delà."
date: 2026-10-${10 + random(20)}
kind: ${kinds[random(kinds.length)]}
presta_type: [${["disp", "prest", "build"][random(3)]}]
sectors: [${[sector, sectors[random(sectors.length)]].filter((s, at, all) => all.indexOf(s) === at).join(", ")}]
department: ${departments[random(departments.length)]}
${random(4) ? "" : `networks: ["Réseau d'essai ${random(60)}"]\n`}updated: 2026-10-30
sources: [{title: Essai, url: "https://example.org/"}]
---
Rien de plus.
`);
  }
}

interface File {
  filters: { name: string; values: [string, string][]; has: (number | number[])[] }[];
  titles: string[];
}

const data = async (path: string) => JSON.parse(await readFile(join(site.out, path), "utf8")) as File;

/** How many entries a list has with some values, counted without cleverness. */
function expected(file: File, chosen: Record<string, string[]>): number {
  return file.titles.filter((_, entry) => file.filters.every(({ name, values, has }) => {
    const own = [has[entry]!].flat().map((index) => values[index]![0]);
    return !chosen[name]?.length || chosen[name].some((key) => own.includes(key));
  })).length;
}

async function visit(path: string, options: Parameters<typeof site.browser.newContext>[0] = {}): Promise<{ page: Page; context: BrowserContext; complaints: string[]; requests: string[] }> {
  const context = await site.browser.newContext(options);
  const page = await context.newPage();
  const watched = watch(page, site.url);
  await page.goto(site.url + path, { waitUntil: "load" });
  return { page, context, ...watched };
}

/** The number that a list says it has. */
const count = async (page: Page) => Number((await page.locator(".count").textContent())!.replace(/[\s\u202f,]/g, "").match(/\d+/)?.[0] ?? 0);
const summary = (page: Page, name: string) => page.locator(`details[data-name=${name}] > summary`);
const box = (page: Page, name: string, key: string) => page.locator(`details[data-name=${name}] input[value="${key}"]`);
/** The address as the page itself has it by now, and not as the browser has told. */
const where = (page: Page) => page.evaluate(() => location.pathname + location.search);

test("the directory of 2,000 keeps the budgets before anybody reaches for its filters", async () => {
  const sizes: Record<string, number> = { html: 0, css: 0, js: 0 };
  const known = new Map<string, number>();
  const compressed = async (path: string) => {
    if (!known.has(path)) known.set(path, brotliCompressSync(await readFile(fileOf(site.out, path))).length);
    return known.get(path)!;
  };
  for (const path of ["/annuaire/", "/annuaire/page/50/", "/annuaire/departement/", "/annuaire/secteurs/restauration/", "/en/directory/", "/opportunites/"]) {
    const { page, context, complaints, requests } = await visit(path);
    for (const request of requests) {
      const kind = request.endsWith("/") ? "html" : request.endsWith(".css") ? "css" : request.endsWith(".js") ? "js" : "";
      if (kind === "html") sizes.html = sizes.css = sizes.js = 0;
      if (kind) sizes[kind]! += await compressed(request);
    }
    const [elements, outside] = await page.evaluate(() => [document.querySelectorAll("*").length, document.querySelectorAll("*").length - document.querySelectorAll("main, main *").length]);
    assert.ok(elements! <= 380 && outside! <= 110, `${path}: ${elements} elements, ${outside} outside main`);
    assert.ok(requests.length <= 7, `${path}: ${requests}`); // and the icon
    assert.ok(sizes.html! <= 14_000 && sizes.css! <= 10_000 && sizes.js! <= 6_000, `${path}: ${JSON.stringify(sizes)}`);
    assert.ok(!requests.some((request) => request.endsWith(".json")), `${path}: nobody has reached for the filters`);
    assert.deepEqual(complaints, []);
    assert.deepEqual(await validate(await page.content()), [], path);
    if (path === "/annuaire/") console.log(`# ${path}: ${elements} elements, ${JSON.stringify(sizes)}, data ${await compressed("annuaire/filters.json")} bytes`);
    await context.close();
  }
});

for (const { tag, list, department, paris, home } of [
  { tag: "fr", list: "/annuaire/", department: "Département", paris: "/annuaire/departement/paris/", home: "Annuaire des structures" },
  { tag: "en", list: "/en/directory/", department: "Département", paris: "/en/directory/departement/paris/", home: "Directory of organisations" },
]) {
  test(`without JavaScript, in ${tag}, filters are pages`, async () => {
    const { page, context, complaints } = await visit(list, { javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
    const file = await data(join(list, "filters.json"));
    assert.equal(await page.locator(".filter-form").isVisible(), false);
    await summary(page, "department").focus();
    await page.keyboard.press("Enter");
    await page.locator("details[data-name=department] a.all").click();
    assert.equal(await page.locator("h1 .of").textContent(), department);
    const values = page.locator(".names li, .areas :is(li, tbody tr)"); // beside a map or without one
    assert.equal(await values.count(), file.filters.find(({ name }) => name === "department")!.values.length);
    await values.getByRole("link", { name: "Paris (75)" }).click();
    assert.equal(await where(page), paris);
    assert.equal(await count(page), expected(file, { department: ["75"] }));
    assert.deepEqual(await page.locator(".breadcrumbs a").allTextContents(), [tag === "fr" ? "Accueil" : "Home", home, department]);
    assert.equal(await page.locator("link[rel=canonical]").getAttribute("href"), "https://essaim.example" + paris);
    assert.equal(await page.locator(`link[hreflang=${tag === "fr" ? "en" : "fr"}]`).count(), 1);
    // What is chosen is taken back by its link.
    await page.locator(".filter-chosen a").click();
    assert.equal(await where(page), list);
    assert.equal(await count(page), total);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`with JavaScript, in ${tag}, they answer at once`, async () => {
    const { page, context, complaints, requests } = await visit(list);
    const file = await data(join(list, "filters.json"));
    const title = await page.title();
    await summary(page, "department").click();
    await box(page, "department", "93").check();
    assert.equal(await where(page), `${list}?department=93`);
    const in93 = expected(file, { department: ["93"] });
    assert.equal(await count(page), in93);
    await box(page, "department", "75").check();
    const both = expected(file, { department: ["93", "75"] });
    assert.ok(both > in93);
    assert.equal(await count(page), both);
    // The number beside a value is what it would leave.
    await summary(page, "kind").click();
    const beside = Number((await box(page, "kind", "ea").locator("xpath=..").locator(".number").textContent())!.replace(/\D/g, ""));
    await box(page, "kind", "ea").check();
    assert.equal(await where(page), `${list}?department=75&department=93&kind=ea`);
    assert.equal(await count(page), beside);
    assert.equal(beside, expected(file, { department: ["93", "75"], kind: ["ea"] }));
    assert.equal(await page.locator("ul.cards:visible > li").count(), Math.min(beside, 20));
    await page.waitForFunction((n) => document.querySelector("#filters [role=status]")!.textContent!.startsWith(`${n} `), beside);

    // The address alone brings it back, and so does the history.
    await page.reload();
    await becomes(() => count(page), beside);
    await page.goBack();
    await becomes(() => count(page), both);
    await page.locator(".filter-chosen button").first().click();
    assert.equal(await where(page), `${list}?department=93`);
    assert.equal(await page.evaluate(() => document.activeElement!.closest(".filter-chosen") !== null), true);
    await page.goBack();
    await page.goBack();
    await page.waitForURL(`${site.url}${list}?department=93`);
    await page.goBack();
    await page.waitForURL(site.url + list);
    assert.equal(await count(page), total);
    assert.equal(await page.locator(".pager").isVisible(), true);
    assert.equal(await page.title(), title);
    assert.equal(requests.filter((request) => request === `${list}filters.json`).length, 2, "once before and once after it was loaded again");
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("names narrow, everything is cleared, and there may be more or nothing", async () => {
  const { page, context, complaints } = await visit("/annuaire/");
  await page.locator("#filters input[name=q]").fill("ESSAI linge");
  await page.waitForURL(/q=ESSAI\+linge/);
  const found = await count(page);
  assert.ok(found > 20 && found < total, `${found} found`);
  assert.equal(await page.locator("ul.cards:visible > li").count(), 20);
  await page.locator(".more-cards").click();
  assert.equal(await page.locator("ul.cards:visible > li").count(), Math.min(40, found));
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("ul.cards:not([hidden]) > li")].indexOf(document.activeElement!.closest("li")!)), 20);
  await page.locator("#filters input[name=q]").fill("introuvable");
  await page.waitForFunction(() => document.querySelector(".count")!.textContent!.startsWith("Aucune fiche"));
  assert.deepEqual(await axeInViews(page), []);
  await page.locator("#filters input[name=q]").fill("essai");
  await summary(page, "presta_type").click();
  await box(page, "presta_type", "prest").check();
  await page.locator(".filter-chosen .reset").click();
  assert.equal(await where(page), "/annuaire/");
  assert.equal(await count(page), total);
  assert.equal(await page.locator("#filters input[name=q]").inputValue(), "");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the page of a value begins with that value, and the keyboard is enough", async () => {
  const { page, context, complaints } = await visit("/annuaire/departement/seine-saint-denis/");
  const file = await data("annuaire/filters.json");
  const in93 = expected(file, { department: ["93"] });
  assert.equal(await count(page), in93);
  await summary(page, "kind").focus();
  await page.keyboard.press("Enter");
  await box(page, "kind", "association").waitFor();
  assert.equal(await count(page), in93);
  for (let presses = 0; await page.evaluate(() => (document.activeElement as HTMLInputElement).value !== "association"); presses++) {
    assert.ok(presses < 15, "the box is within reach");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  await page.waitForURL(`${site.url}/annuaire/?department=93&kind=association`);
  assert.equal(await count(page), expected(file, { department: ["93"], kind: ["association"] }));
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).value), "association");
  assert.equal(await page.locator("h1 .of").textContent(), "Seine-Saint-Denis (93), Association");
  assert.deepEqual(await axeInViews(page), []);
  await page.goBack();
  await page.waitForURL(/seine-saint-denis/);
  assert.equal(await page.locator("h1 .of").textContent(), "Seine-Saint-Denis (93)");
  assert.equal(await count(page), in93);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("opportunities are narrowed by their deadline and by whether they are open", async () => {
  const { page, context, complaints } = await visit("/opportunites/");
  const all = await count(page);
  const file = JSON.parse(await readFile(join(site.out, "opportunites/filters.json"), "utf8")) as File & { closes: string[] };
  await page.locator("input[name=from]").fill("2027-01-01");
  await page.waitForURL(/from=2027-01-01/);
  assert.equal(await count(page), file.closes.filter((day) => day >= "2027-01-01").length);
  await page.locator("input[name=until]").fill("2027-01-31");
  const january = file.closes.filter((day) => day >= "2027-01-01" && day <= "2027-01-31").length;
  assert.equal(await count(page), january);
  assert.ok(january > 0 && january < all);
  await page.reload();
  await becomes(() => count(page), january);
  assert.equal(await page.locator("input[name=until]").inputValue(), "2027-01-31");
  await page.locator(".filter-chosen .reset").click();
  await summary(page, "state").click();
  await box(page, "state", "open").check();
  assert.equal(await count(page), expected(file, { state: ["open"] }));
  assert.equal(await page.locator("ul.cards:visible .badge-closed").count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("where the data cannot come, the links stay and the page says so", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  const { complaints } = watch(page, site.url, /filters\.json$/);
  await page.route("**/filters.json", (route) => route.fulfill({ status: 503 }));
  await page.goto(site.url + "/annuaire/");
  await summary(page, "kind").click();
  await page.locator("#filters .alert").waitFor();
  assert.deepEqual(await axeInViews(page), []);
  // Whoever tries again may have more luck.
  await page.unroute("**/filters.json");
  await summary(page, "sectors").click();
  await box(page, "sectors", "linge").waitFor();
  assert.equal(await page.locator("#filters .alert").isVisible(), false);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("axe finds nothing on the pages of filters", async () => {
  const problems: string[] = [];
  for (const path of ["/annuaire/", "/en/directory/departement/", "/annuaire/departement/paris/", "/territoires/", "/opportunites/"]) {
    const { page, context } = await visit(path);
    problems.push(...(await axeInViews(page)).map((text) => `${path}: ${text}`));
    await context.close();
  }
  assert.deepEqual(problems, []);
});

// The budget is 50 ms, which says nothing where the machine is busy: beside it
// the browser lays the page out anew, some 20 ms where an answer takes 15. Times
// are of the processor, which another program takes no part of.
test("an answer takes little more than laying the page out", async () => {
  const { page, context } = await visit("/annuaire/");
  for (const name of ["sectors", "department", "kind", "presta_type", "networks"]) await summary(page, name).click();
  await box(page, "department", "93").waitFor();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")!.value * 1000;
  const answers: number[] = [], layouts: number[] = [];
  for (const box of (await page.locator("#filters input[type=checkbox]").elementHandles()).filter((_, i) => i % 4 === 0)) {
    const before = await worked();
    await box.evaluate((box: HTMLInputElement) => {
      box.click();
      void document.body.offsetHeight; // what is shown is laid out too
    });
    const between = await worked();
    await page.evaluate(() => {
      for (const hidden of [true, false]) {
        document.querySelector("main")!.hidden = hidden;
        void document.body.offsetHeight;
      }
    });
    answers.push(between - before);
    layouts.push((await worked()) - between);
  }
  const at = (times: number[], share: number) => times.sort((a, b) => a - b)[Math.floor(share * times.length)]!;
  const [answer, layout] = [at(answers, 0.25), at(layouts, 0.25)];
  console.log(`# ${answers.length} answers among ${total}: median ${at(answers, 0.5).toFixed(1)} ms, a quarter within ${answer.toFixed(1)} ms; layouts ${layout.toFixed(1)} ms`);
  assert.ok(answer < 2.5 * layout, `a quarter of the answers take ${answer} ms, of the layouts ${layout} ms`);
  await context.close();
});
