// The search when something is wrong, and every state of its page as axe and
// the validator see it. Files are damaged on their way to the browser.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { copySite } from "./harness.ts";
import { bench, languages, query, type Language, type Visit } from "./searching.ts";
import { axeInViews, faults, views } from "./visit.ts";

const site = bench();
const [french] = languages as [Language];

/** What can happen to a file on its way, with what the page calls it. */
const damages: Record<string, { kind: string; answer(page: Page, pattern: RegExp, tag: string): Promise<unknown> }> = {
  missing: {
    kind: "missing",
    answer: (page, pattern) => page.route(pattern, (route) => route.fulfill({ status: 404, body: "Not found" })),
  },
  truncated: {
    kind: "damaged",
    answer: (page, pattern) =>
      page.route(pattern, async (route) => {
        const response = await route.fetch();
        const body = await response.body();
        await route.fulfill({ response, body: body.subarray(0, body.length >> 1) });
      }),
  },
  replaced: {
    kind: "damaged",
    answer: async (page, pattern, tag) => {
      const folder = join(site.out, "search", tag);
      const other = (await readdir(folder)).find((name) => !pattern.test(`/search/${tag}/${name}`))!;
      await page.route(pattern, async (route) => route.fulfill({ body: await readFile(join(folder, other)) }));
    },
  },
};

/** The kinds of files that a search fetches, by their letter, and a search that needs one. */
function needs({ common, phrase }: Language): Record<string, (v: Visit) => Promise<void>> {
  return {
    w: (v) => v.send(common),
    c: (v) => v.send(common),
    s: (v) => v.send("insertoin"),
    p: (v) => v.send(`"${phrase}"`),
    f: async (v) => {
      await v.page.locator("#search-results").evaluate((section: HTMLElement) => (section.hidden = false));
      await v.page.locator("#search-filters summary").click();
      await v.send(common);
    },
  };
}

/** The page says what is wrong, and leads on without the search. */
async function troubled(v: Visit, kind: string, what: string): Promise<void> {
  const { page } = v;
  await page.locator("#search-error:not([hidden])").waitFor();
  assert.equal(await v.error(), kind, what);
  assert.ok(await page.locator("#search-results").isHidden(), `${what}: no results of before`);
  assert.ok(await page.locator("#search-wait").isHidden(), `${what}: no waiting`);
  await page.locator("#search-error a").click();
  await page.locator("#search-browse:focus").waitFor();
}

/** The retry leads to results. */
async function retried(v: Visit, what: string): Promise<void> {
  await v.answeredAfter(() => v.page.locator("#search-retry").click());
  await healthy(v, what);
  await v.page.locator("#search-title:focus").waitFor();
}

/** The retry loads the page anew, with results. */
async function loadedAnew(v: Visit, what: string): Promise<void> {
  const loaded = v.page.waitForEvent("load");
  await v.page.locator("#search-retry").click();
  await loaded;
  await v.answered();
  await healthy(v, what);
}

async function healthy(v: Visit, what: string): Promise<void> {
  assert.equal(await v.error(), "", what);
  assert.ok((await v.results()).length > 0, `${what}: results`);
}

for (const language of languages) {
  const { tag, search } = language;
  for (const [damage, { kind, answer }] of Object.entries(damages)) {
    test(`${tag}: a file that is ${damage} is told, and the search works again once it is whole`, async () => {
      const v = await site.visit({ forgiven: new RegExp(`/search/${tag}/`) });
      for (const [letter, ask] of Object.entries(needs(language))) {
        const pattern = new RegExp(`/search/${tag}/${letter}-\\w+\\.\\w+$`);
        const what = `${letter}-files ${damage}`;
        await v.goto(search);
        await answer(v.page, pattern, tag);
        await ask(v);
        await troubled(v, kind, what);
        await v.page.unrouteAll();
        await retried(v, what);
      }
    });
  }

  test(`${tag}: offline is told, before the search and during it`, async () => {
    const v = await site.visit({ forgiven: /./ });
    const { page } = v;
    await v.goto(search);
    await page.waitForLoadState("networkidle");
    await page.context().setOffline(true);
    await v.send(language.common);
    await troubled(v, "offline", "offline");
    await page.locator("#search-retry").click();
    await troubled(v, "offline", "still offline");
    await page.context().setOffline(false);
    await retried(v, "online again");

    // The script itself does not arrive: the page still says so.
    await page.route(/\/results\.\w+\.js$/, (route) => route.abort());
    await page.goto(site.url + search + query({ q: language.common }));
    await troubled(v, "offline", "without its script");
    await page.unrouteAll();
    await loadedAnew(v, "with its script");
  });
}

/** Changes the address of the root that the search page names. */
async function nameRoot(page: Page, root: string): Promise<void> {
  await page.route(`**${french.search}*`, async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replace(/\/search\/fr\/r-\w+\.bin/g, root);
    await route.fulfill({ response, body: html });
  });
}

test("an older page finds the newer index, and a newer page an older one", async () => {
  const copy = await copySite(site.folder);
  const entry = join(copy, "content/initiatives/emmaus-defi-mobilier.fr.md");
  const text = await readFile(entry, "utf8");
  const body = text.indexOf("\n---\n");
  await writeFile(entry, text.slice(0, body) + text.slice(body).replaceAll("meuble", french.rare));
  const other = await site.build(copy, "other");
  const newer = await site.serve(other);
  const rootOf = async (out: string) => /data-root="([^"]+)"/.exec(await readFile(join(out, french.search, "index.html"), "utf8"))![1]!;
  const [old, fresh] = [await rootOf(site.out), await rootOf(other)];
  assert.notEqual(old, fresh);
  const ask = async (v: Visit) => {
    await v.goto(french.search + query({ q: french.rare }));
    await healthy(v, v.origin);
  };

  // A page that was kept, the files that it names are gone.
  const kept = await site.visit({ origin: newer, forgiven: /\/r-\w+\.bin$/ });
  await nameRoot(kept.page, old);
  await ask(kept);
  assert.ok(kept.watched.requests.includes(fresh));

  // The root was kept too, the files that it names are gone.
  const both = await site.visit({ origin: newer, forgiven: /\/[wc]-\w+\.\w+$/ });
  await nameRoot(both.page, old);
  await both.page.route("**" + old, async (route) => route.fulfill({ body: await readFile(join(site.out, old)) }));
  await ask(both);
  assert.ok(both.watched.requests.includes(fresh));

  // The page came before the index.
  const early = await site.visit({ forgiven: /\/r-\w+\.bin$/ });
  await nameRoot(early.page, fresh);
  await ask(early);
  assert.ok(early.watched.requests.includes(old));

  // Nothing leads to the index but the page, and that is enough.
  const alone = await site.visit();
  await alone.page.route("**/search/fr.json", (route) => route.abort());
  await ask(alone);
});

test("neither the root nor what leads to another is there", async () => {
  const v = await site.visit({ forgiven: /\/search\/fr/ });
  const { page } = v;
  await nameRoot(page, "/search/fr/r-00000000.bin");
  await page.route("**/search/fr.json", (route) => route.fulfill({ status: 404 }));
  await page.goto(site.url + french.search + query({ q: french.common }));
  await troubled(v, "missing", "no root");
  await page.unroute("**/search/fr.json");
  await retried(v, "the pointer is there again");
});

test("files of a later version: the page is loaded anew", async () => {
  const v = await site.visit({ forgiven: /\/search\/fr/ });
  const { page } = v;
  await page.route(/\/r-\w+\.bin$/, (route) => route.fulfill({ status: 404 }));
  await page.route("**/search/fr.json", (route) => route.fulfill({ json: { root: "fr/r-00000000.bin", shards: 2 } }));
  await page.goto(site.url + french.search + query({ q: french.common }));
  await troubled(v, "version", "later version");
  await page.unrouteAll();
  await loadedAnew(v, "loaded anew");
  assert.equal((await v.address()).get("q"), french.common);
});

/** Holds back files until they are let go. */
async function hold(page: Page, pattern: RegExp): Promise<() => void> {
  let go = () => {};
  const gate = new Promise<void>((open) => (go = open));
  await page.route(pattern, async (route) => {
    await gate;
    await route.continue().catch(() => {}); // the page may have gone
  });
  return go;
}

test("a search that takes long is told, unless it is given up", async () => {
  const v = await site.visit();
  const { page } = v;
  await page.clock.install({ time: 0 });
  await v.goto(french.search);
  await page.waitForLoadState("networkidle");
  await page.clock.pauseAt(86_400_000);
  const go = await hold(page, /\/w-\w+\.bin$/);
  const wait = page.locator("#search-wait");
  const field = page.locator("#search-q");
  await field.fill(french.common);
  await field.press("Enter");
  await page.clock.runFor(999);
  assert.ok(await wait.isHidden());
  await page.clock.runFor(1);
  await wait.waitFor();
  assert.deepEqual(await v.said(), [await wait.textContent()]);

  await field.fill("");
  await wait.waitFor({ state: "hidden" });
  await field.fill(french.rare);
  await field.press("Enter");
  await field.fill("");
  await page.clock.runFor(60_000);
  assert.ok(await wait.isHidden(), "nothing is searched, nothing waited for");

  await field.fill(french.rare);
  await v.answeredAfter(async () => {
    await field.press("Enter");
    go();
  });
  await healthy(v, "in the end");
  await page.clock.runFor(60_000);
  assert.ok(await wait.isHidden());
  assert.match((await v.said()).at(-1)!, new RegExp(french.rare));
});

/** The states that a search page can be in, and how it comes to each. */
function states({ tag, search, common, rare }: Language): Record<string, (v: Visit) => Promise<unknown>> {
  const asked = (values: Record<string, string>) => (v: Visit) => v.goto(search + query(values));
  const fails = (pattern: RegExp, options: object) => async (v: Visit) => {
    await v.page.route(pattern, (route) => route.fulfill(options));
    await v.page.goto(v.origin + search + query({ q: common }));
    await v.page.locator("#search-error:not([hidden])").waitFor();
  };
  return {
    "nothing asked": (v) => v.goto(search),
    "results": asked({ q: common }),
    "results by date, some without every word": asked({ q: `${common} ${rare}`, sort: "date" }),
    "filters open, one chosen": async (v) => {
      await asked({ q: common, theme: "reemploi" })(v);
      await v.openFilters();
      const more = v.page.locator("#search-facets button:visible");
      while (await more.count()) await more.first().click();
      await v.page.locator("#search-clear").hover();
    },
    "more results": async (v) => {
      await asked({ q: common })(v);
      await v.allResults();
    },
    "no result, with a suggestion": asked({ q: "insxrtyox" }),
    "no result, none near": asked({ q: "zzzzqqq" }),
    "no result because of a filter": asked({ q: rare, theme: "nowhere" }),
    "a file is missing": fails(new RegExp(`/search/${tag}/w-`), { status: 404 }),
    "the connection is cut": async (v) => {
      await v.goto(search);
      await v.page.route(new RegExp(`/search/${tag}/w-`), (route) => route.abort());
      await v.send(common);
      await v.page.locator("#search-error:not([hidden])").waitFor();
    },
    "a file is damaged": fails(new RegExp(`/search/${tag}/w-`), { body: "damaged" }),
    "a page found, its words marked": async (v) => {
      await asked({ q: common })(v);
      await v.openFirst();
    },
  };
}

for (const language of languages) {
  test(`${language.tag}: axe and the validator find nothing in any state of the search`, async () => {
    const v = await site.visit({ forgiven: /\/search\// });
    const problems: string[] = [];
    for (const [name, reach] of Object.entries(states(language))) {
      await v.page.setViewportSize({ width: 1280, height: 800 });
      await reach(v);
      // One language in every view, the others in the two that differ most.
      const found = await faults(v.page, language === french ? views : [views.at(0)!, views.at(-1)!]);
      problems.push(...found.map((problem) => `${name}: ${problem}`));
      await v.page.unrouteAll();
    }
    assert.deepEqual(problems, []);
  });
}

/** A locale written from right to left, as an editor adds one. */
const arabic: Record<string, string> = {
  "_locales/ar/locale.yaml": `name: العربية
direction: rtl
months: [يناير, فبراير, مارس, أبريل, مايو, يونيو, يوليو, أغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر]
date: {day: "{d} {month} {y}"}
`,
  "_locales/ar/ui.json": JSON.stringify({
    "search.label": "البحث في الموقع",
    "search.submit": "بحث",
    "search.results": "النتائج",
    "found.count": { zero: "لا نتائج عن {{.Query}}", one: "نتيجة واحدة عن {{.Query}}", two: "نتيجتان عن {{.Query}}", few: "{{.Count}} نتائج عن {{.Query}}", many: "{{.Count}} نتيجة عن {{.Query}}", other: "{{.Count}} نتيجة عن {{.Query}}" },
  }),
  "initiatives/le-messageur.ar.md": `---
title: "النسخ الفوري في المدرسة: لجنة يفهمها الجميع"
summary: "كتبت الجمعية ما قيل في الاجتماع، فقرأه من لا يسمع."
---
جلس الطالب في المكتبة وقرأ الكتاب. الجمعية تساعد الناس على العمل في المدارس.
`,
  "initiatives/emmaus-defi-mobilier.ar.md": `---
title: "أثاث قرية الرياضيين في البيوت الأولى"
summary: "أخذت الجمعية أسرّة من القرية وأعطتها للعائلات."
---
الأثاث الذي نام عليه الرياضيون صار في المدرسة وفي البيت.
`,
};

test("a language written from right to left is searched like any other", async () => {
  const copy = await copySite(join(site.folder, "rtl"));
  for (const [name, text] of Object.entries(arabic)) {
    await mkdir(dirname(join(copy, "content", name)), { recursive: true });
    await writeFile(join(copy, "content", name), text);
  }
  const v = await site.visit({ origin: await site.serve(await site.build(copy, "rtl/public")), forgiven: /\/search\// });
  const { page } = v;
  await page.goto(v.origin + "/ar/initiatives/le-messageur/");
  await page.locator("#search-q").fill("مدرسه");
  await page.locator("#search-q").press("Enter");
  await v.answered();
  const found = await v.results();
  assert.deepEqual(found.map((result) => result.path), ["/ar/initiatives/le-messageur/", "/ar/initiatives/emmaus-defi-mobilier/"]);
  assert.deepEqual(found[0]!.marks, ["المدرسة"]);
  assert.match((await page.locator("#search-title").textContent())!, /^نتيجتان عن .*مدرسه/);
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  const edges = await page.locator("#search-list a").first().evaluate((link) => [link.getBoundingClientRect().right, link.closest("ol")!.getBoundingClientRect().right]);
  assert.ok(Math.abs(edges[0]! - edges[1]!) < 2, `results begin at the right: ${edges}`);
  const address = page.url();
  await v.submit("الاثاث"); // as many write it, for الأثاث
  assert.deepEqual((await v.results()).map((result) => result.path), ["/ar/initiatives/emmaus-defi-mobilier/"]);
  await page.goBack();
  await page.locator("#search-list > li").nth(1).waitFor();
  await v.openFirst();
  const problems = await faults(page);

  for (const [name, path] of Object.entries({ results: address, "no result": address.replace(/q=.*/, "q=zzzzqqq"), filtered: `${address}&theme=reemploi` })) {
    await page.goto(path);
    await v.answered();
    if (await page.locator("#search-filters").isVisible()) await v.openFilters();
    problems.push(...(await faults(page)).map((problem) => `${name}: ${problem}`));
  }
  await page.route(/\/search\/ar\/w-/, (route) => route.fulfill({ status: 404 }));
  await page.goto(address);
  await troubled(v, "missing", "in Arabic");
  problems.push(...(await axeInViews(page)));
  assert.deepEqual(problems, []);
});
