// The search of the reference site, as visitors use it: in a real browser,
// under the site's own headers, in both languages.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Locator } from "playwright-core";
import { bench, languages, query, readFacts, type Facts, type Known } from "./searching.ts";
import { becomes } from "./visit.ts";

const site = bench();
let facts: Map<string, Facts>;

before(async () => {
  facts = await readFacts();
});

/** A time of the clock of a page, in milliseconds, that is still to come however long the page has taken. */
const day = 86_400_000;
const paths = (list: { path: string }[]) => list.map((result) => result.path);
const urls = (known: Known) => known.hits.map((hit) => hit.url);

for (const { tag, search, entry, common, rare } of languages) {
  test(`${tag}: nothing of the search is fetched before the visitor reaches for it`, async () => {
    const v = await site.visit();
    const { page, watched } = v;
    await v.goto(entry);
    await page.waitForLoadState("networkidle");
    // Images come when the browser finds the time.
    const needed = [new RegExp(`^${entry}$`), /^\/assets\/main\.\w+\.css$/, /^\/assets\/search\.\w+\.js$/, /^\/media\//];
    const further = () => watched.requests.filter((path) => !needed.some((pattern) => pattern.test(path)));
    assert.deepEqual(further(), []);

    const index = page.waitForResponse(/\/r-\w+\.bin$/);
    await page.locator("#search-q").focus();
    await (await index).finished();
    await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
    const fetched = further().sort();
    assert.equal(fetched.length, 3, fetched.join());
    assert.match(fetched[0]!, /^\/assets\/results\.\w+\.js$/);
    assert.equal(fetched[1], `/search/${tag}.json`);
    assert.match(fetched[2]!, new RegExp(`^/search/${tag}/r-\\w+\\.bin$`));

    await v.goto(search + query({ q: common }));
    const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length, document.cookie]);
    assert.deepEqual(kept, [0, 0, 0, 0, ""]);
    assert.deepEqual(await page.context().cookies(), []);
  });

  test(`${tag}: the search page uses what it asked for`, async () => {
    const v = await site.visit();
    await v.goto(search);
    await v.page.waitForLoadState("networkidle");
    // What is asked for in advance and is not what the script asks for is fetched besides, or twice.
    const wanted = [search, "/assets/main.*.css", "/assets/results.*.js", "/assets/search.*.js", `/search/${tag}/r-*.bin`];
    assert.deepEqual(v.watched.requests.map((path) => path.replace(/([.-])\w+(?=\.\w+$)/, "$1*")).sort(), wanted.sort());
    assert.ok(await v.page.locator("#search-error").isHidden());
  });

  test(`${tag}: by keyboard alone from any page to the words on the page found`, async () => {
    const v = await site.visit();
    const { page } = v;
    await v.goto(entry);
    const active = (selector: string) => page.evaluate((selector) => Boolean(document.activeElement?.matches(selector)), selector);
    const tab = async (selector: string, most: number) => {
      for (let presses = 0; !(await active(selector)); presses++) {
        assert.ok(presses < most, `${selector} is more than ${most} presses of Tab away`);
        await page.keyboard.press("Tab");
      }
    };
    await tab("#search-q", 3);
    await page.keyboard.type(rare);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${search}?q=${rare}`);
    await v.answered();
    const [first] = await v.results();
    assert.equal(first!.path, (await site.ask(tag, rare)).hits[0]!.url);
    // Past the skip link to the content: form, as-you-type, sorting, filters, results.
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**#*");
    await tab("#search-list a", 8);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${first!.path}#q=*`);
    await page.locator("main mark").first().waitFor();
    const marked = await page.locator("main mark").allTextContents();
    assert.ok(marked.every((text) => text.toLowerCase().startsWith(rare.slice(0, -1))), marked.join());
    assert.equal(await page.locator("nav mark, header.site-header mark").count(), 0);
  });

  test(`${tag}: as you type, after three characters and half a second, and not when switched off`, async () => {
    const v = await site.visit();
    const { page, watched } = v;
    await page.clock.install({ time: 0 });
    await v.goto(search);
    await page.waitForLoadState("networkidle");
    await page.clock.pauseAt(day);
    const field = page.locator("#search-q");
    const quiet = watched.requests.length;
    const nothing = async (when: string) => {
      assert.equal(watched.requests.length, quiet, `${when}: ${watched.requests.slice(quiet)}`);
      assert.ok(await page.locator("#search-results").isHidden(), when);
      assert.deepEqual(await v.said(), [], when);
    };
    await field.focus();
    await field.pressSequentially(rare.slice(0, 2));
    await page.clock.runFor(10_000);
    await nothing("two characters");
    for (const letter of rare.slice(2)) {
      await field.press(letter);
      await page.clock.runFor(499);
    }
    await nothing("499 ms after the last letter");

    const place = () => field.boundingBox();
    const before = await place();
    await v.answeredAfter(() => page.clock.runFor(1));
    assert.deepEqual(paths(await v.results()), urls(await site.ask(tag, rare)).slice(0, 10));
    const said = await v.said();
    assert.equal(said.length, 1, said.join(" | "));
    assert.match(said[0]!, new RegExp(`^\\d+ \\S+ .*${rare}`));
    assert.equal((await v.address()).get("q"), rare);
    assert.deepEqual(await place(), before, "the field stays where it is");
    const caret = await field.evaluate((field) => document.activeElement === field && (field as HTMLInputElement).selectionStart);
    assert.equal(caret, rare.length, "the field keeps focus and caret");

    await page.clock.runFor(60_000);
    assert.equal((await v.said()).length, 1, "said once");
    await field.fill("");
    await page.locator("#search-results").waitFor({ state: "hidden" });
    assert.equal((await v.address()).get("q"), null, "an empty field is an address without a query");

    await page.locator("#search-live").uncheck();
    await field.pressSequentially(common);
    await page.clock.runFor(60_000);
    assert.ok(await page.locator("#search-results").isHidden(), "switched off");
    assert.equal((await v.said()).length, 1, "switched off");
    await v.answeredAfter(() => field.press("Enter"));
    assert.equal(await v.total(), (await site.ask(tag, common)).total);
  });

  test(`${tag}: the address is the state`, async () => {
    const v = await site.visit();
    const { page } = v;
    const date = page.locator('[name="sort"][value="date"]');
    const state = async () => ({
      q: await page.locator("#search-q").inputValue(),
      sort: (await date.isChecked()) ? "date" : "relevance",
      theme: await page.locator('#search-facets input[name="theme"]:checked').evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value)),
      address: (await v.address()).toString(),
      found: paths(await v.results()),
      total: await v.total(),
    });
    await v.goto(search + query({ q: common, theme: "reemploi", sort: "date" }));
    const whole = await state();
    assert.deepEqual([whole.q, whole.sort, whole.theme], [common, "date", ["reemploi"]]);
    assert.match((await page.locator("#search-active").textContent())!, /1/);
    const known = await site.ask(tag, common);
    const reused = known.hits.filter((hit) => facts.get(hit.id)!.theme?.includes("reemploi")).map((hit) => hit.url);
    assert.equal(whole.total, reused.length);
    assert.equal(whole.found.length, Math.min(10, reused.length));
    assert.deepEqual(whole.found.filter((path) => !reused.includes(path)), []);
    await page.reload();
    await v.answered();
    assert.deepEqual(await state(), whole, "reloaded");

    // The same state, reached by hand; each step can be taken back.
    await v.goto(search);
    await v.submit(common);
    const steps = [await state()];
    await v.answeredAfter(() => date.check());
    steps.push(await state());
    await v.openFilters();
    await v.answeredAfter(() => v.filter("theme", "reemploi").check());
    steps.push(await state());
    await v.submit(rare);
    steps.push(await state());
    assert.deepEqual({ ...steps[2], address: "" }, { ...whole, address: "" });
    for (const i of [2, 1, 0]) {
      await page.goBack();
      await becomes(state, steps[i]!, `back to step ${i}`);
    }
    for (const i of [1, 2, 3]) {
      await page.goForward();
      await becomes(state, steps[i]!, `forward to step ${i}`);
    }
    await page.locator("#search-list a").first().click();
    await page.waitForURL("**/#q=*");
    await page.goBack();
    await v.answered();
    await becomes(state, steps[3]!, "back from a page found");
  });

  test(`${tag}: filters say how many results each choice has, and keep their word`, async () => {
    const v = await site.visit();
    const { page, watched } = v;
    await v.goto(search + query({ q: common }));
    const known = await site.ask(tag, common);
    assert.equal(await v.total(), known.total);
    assert.deepEqual(paths(await v.results()), urls(known).slice(0, 10));
    assert.ok(!watched.requests.some((path) => /\/f-/.test(path)), "what filters need is fetched when they are opened");
    await v.openFilters();

    const chosen: Record<string, string[]> = {};
    const meets = (hit: Known["hits"][number], but?: string) =>
      Object.entries(chosen).every(([param, values]) => param === but || values.some((value) => facts.get(hit.id)![param]?.includes(value)));
    const check = async (what: string) => {
      const counts: Record<string, Record<string, number>> = {};
      for (const hit of known.hits) {
        for (const [param, values] of Object.entries(facts.get(hit.id)!)) {
          if (meets(hit, param)) for (const value of values) ((counts[param] ??= {})[value] ??= 0), counts[param]![value]!++;
        }
      }
      assert.deepEqual(await v.counts(), counts, what);
      const left = known.hits.filter((hit) => meets(hit));
      assert.equal(await v.total(), left.length, what);
      assert.deepEqual(paths(await v.allResults()), urls({ ...known, hits: left }), what);
      assert.deepEqual((await v.address()).getAll("theme").sort(), [...(chosen.theme ?? [])].sort(), what);
      assert.deepEqual((await v.address()).getAll("type"), chosen.type ?? [], what);
    };
    const choose = async (param: string, value: string, wanted: boolean) => {
      const told = await v.counts();
      const before = (await v.told()).length;
      await v.answeredAfter(() => v.filter(param, value).setChecked(wanted));
      chosen[param] = (chosen[param] ?? []).filter((other) => other !== value);
      if (wanted) chosen[param].push(value);
      if (!chosen[param].length) delete chosen[param];
      assert.ok(await v.filter(param, value).evaluate((box) => document.activeElement === box), "the choice keeps the focus");
      assert.equal((await v.told()).length, before + 1, "said once");
      // What the count promised is what there is.
      if (wanted && chosen[param]!.length === 1) assert.equal(await v.total(), told[param]![value]);
      await check(JSON.stringify(chosen));
    };
    await check("nothing chosen");
    await choose("theme", "reemploi", true);
    await choose("theme", "gouvernance", true);
    await choose("type", "practice", true);
    await choose("theme", "reemploi", false);
    await choose("theme", "reemploi", true);

    const clear = page.locator("#search-clear");
    await v.answeredAfter(() => clear.click());
    for (const param of Object.keys(chosen)) delete chosen[param];
    assert.ok(await clear.isHidden());
    assert.ok(await page.evaluate(() => document.activeElement?.matches("#search-filters summary")), "focus goes to the head of the filters");
    await check("nothing chosen any more");

    // Beyond the first few, on demand.
    const themes = page.locator("#search-facets fieldset", { has: page.locator('[name="theme"]') });
    assert.equal(await themes.locator("li:visible").count(), 8);
    await themes.locator("button").click();
    assert.equal(await themes.locator("li:visible").count(), Object.keys((await v.counts()).theme!).length);
    assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), "theme");
  });

  test(`${tag}: sorted by date, and more results on demand`, async () => {
    const v = await site.visit();
    const { page } = v;
    await v.goto(search + query({ q: common }));
    const known = await site.ask(tag, common);
    const field = page.locator("#search-q");
    const relevant = await v.allResults();
    assert.deepEqual(paths(relevant), urls(known));
    await v.answeredAfter(() => page.locator('[name="sort"][value="date"]').check());
    assert.equal((await v.results()).length, 10, "a new order starts at its beginning");
    const sorted = await v.allResults();
    assert.deepEqual(paths(sorted).sort(), paths(relevant).sort(), "the same results");
    const dates = sorted.map((result) => result.date);
    assert.deepEqual(dates, [...dates].sort().reverse(), "the newest first");
    assert.ok(new Set(dates).size > 10);
    for (const [i, hit] of known.hits.entries()) assert.equal(relevant[i]!.date, hit.date);

    await page.reload();
    await v.answered();
    await page.locator("#search-more").click();
    await page.locator("#search-list > li").nth(10).waitFor();
    const eleventh = page.locator("#search-list > li").nth(10).locator("a");
    assert.ok(await eleventh.evaluate((link) => document.activeElement === link), "focus goes to the first new result");
    assert.deepEqual(paths(await v.results()), paths(sorted).slice(0, 20));

    // Other words in the field are another search.
    await page.locator("#search-live").uncheck();
    await field.fill(rare);
    await v.answeredAfter(() => page.locator("#search-more").click());
    const other = (await site.ask(tag, rare)).hits.map((hit) => hit.url);
    assert.deepEqual(paths(await v.results()).sort(), other.sort());
    assert.equal((await v.address()).get("q"), rare);
  });

  test(`${tag}: without JavaScript the form leads to everything there is`, async () => {
    const v = await site.visit({ javaScriptEnabled: false });
    const { page } = v;
    await v.page.goto(v.origin + entry);
    await page.locator("#search-q").fill(rare);
    await page.locator("#search-q").press("Enter");
    await page.waitForURL(`**${search}?q=${rare}`);
    assert.ok(await page.locator("noscript p").isVisible(), "the page says why there are no results");
    for (const hidden of ["#search-live", "#search-results", "#search-error"]) assert.ok(await page.locator(hidden).isHidden(), hidden);
    const browse = page.locator("#search-browse");
    assert.ok(await browse.isVisible());
    const pathsOf = (links: Locator) => links.evaluateAll((links) => (links as HTMLAnchorElement[]).map((link) => link.pathname));
    const links = new Set(await pathsOf(browse.locator("a")));
    const first = [...links];
    for (const path of first) assert.equal((await fetch(v.origin + path)).status, 200, path);
    // By type, by theme, by territory, by title: every entry that the search knows but the home page.
    const { hits } = await site.ask(tag, common);
    const home = entry.replace(/initiatives.*/, "");
    assert.equal(await browse.locator("h3").count(), 4);
    assert.ok(links.has(new URL("../themes/", v.origin + search).pathname), "themes");
    assert.ok(links.has(new URL(tag === "fr" ? "../territoires/" : "../territories/", v.origin + search).pathname), "territories");
    for (const type of ["initiative", "news", "practice", "structure"]) {
      const list = hits.find((hit) => facts.get(hit.id)!.type![0] === type)!.url.replace(/[^/]+\/$/, "");
      assert.ok(links.has(list), `the list of type ${type}`);
    }
    // A set is gone through with what is added on the way: the pages of a letter lead to each other.
    for (const path of links) {
      if (!path.startsWith(search) || path === search) continue;
      await page.goto(v.origin + path);
      for (const found of await pathsOf(page.locator("main a"))) links.add(found);
    }
    assert.deepEqual(urls({ total: 0, suggestions: [], hits }).filter((path) => path !== home && !links.has(path)), []);
  });
}

/** What people type, and what nobody should; with an entry that answers where the answer is plain. */
const typed: Record<string, [query: string, answer?: string][]> = {
  fr: [
    ["salariees", "structures/lemon-aide"],
    ["l’ecole", "initiatives/bouchons-ecoles"],
    ["coeur", "news/2024-09-06-repas-redistribues"],
    ["J.O.", "initiatives/chainon-manquant"],
    ["insertoin", "glossary/entreprise-insertion"],
    ["aujourd'hui"],
    ["sous traitance", "news/2023-10-03-annee-sous-traitance"],
    ["10 000", "initiatives/cycle-terre-sevran"],
    ['"économie circulaire"', "structures/les-canaux"],
    ["de la", "practices/birmingham-valeur-sociale"],
  ],
  en: [
    ["sheltered workshops", "structures/esat-les-glycines"],
    ["the city’s", "practices/preston"],
    ["insertoin", "news/2023-10-25-objectif-insertion-depasse"],
    ["sub-contracting"],
    ["10,000", "initiatives/cycle-terre-sevran"],
    ['"circular economy"', "glossary/achats-responsables"],
    ["the of", "news/2025-09-29-cour-des-comptes"],
  ],
};
const hostile = [
  "<img src=x onerror=alert(1)>", "'\"><script>alert(1)</script>", "javascript:alert(1)", "{{.Query}} ${1} $& %s", "__proto__", "constructor", "toString hasOwnProperty",
  '"', '"insertion', '""', "« insertion", '"" insertion ""', "'", "’’", "-", "\u{1f389}", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467} insertion", "\u202einsertion", "e\u0301".repeat(90),
  ".*+?[](){}|^$\\", "a".repeat(200), "insertion ".repeat(1024).trim(), "é".repeat(3000),
];

for (const { tag, search, entry, common } of languages) {
  test(`${tag}: whatever is typed is answered as the Go half does, and nothing runs`, async () => {
    const v = await site.visit();
    const { page } = v;
    await v.goto(search);
    const title = await page.title();
    const opened: string[] = [];
    for (const [input, answer] of [...typed[tag]!, ...hostile.map((text): [string] => [text])]) {
      const what = JSON.stringify(input.slice(0, 60));
      await v.submit(input);
      // The field takes a part of what is very long.
      const text = await page.locator("#search-q").inputValue();
      assert.equal(text, input.slice(0, 200));
      const known = await site.ask(tag, text);
      assert.equal(await v.error(), "", what);
      const found = await v.results();
      assert.deepEqual(paths(found), urls(known).slice(0, 10), what);
      assert.equal(await page.locator("#search-suggestions a").count(), known.suggestions.length, what);
      assert.ok((await page.locator("#search-title").textContent())!.includes(text.trim()), `${what} stands in the heading as it is`);
      assert.equal(await page.title(), `${text.trim().replace(/\s+/g, " ")} – ${title}`, what);
      assert.equal(await page.locator("#search-results :is(img, script, iframe)").count(), 0, what);
      if (answer) assert.ok(known.hits.slice(0, 3).some((hit) => hit.id === answer), `${what} finds ${answer}, not ${known.hits.slice(0, 3).map((hit) => hit.id)}`);
      if (answer) opened.push(await page.locator("#search-list a").first().evaluate((link: HTMLAnchorElement) => link.href));
    }
    // However it is written there, it is marked on the page that opens.
    for (const address of opened) {
      await page.goto(address);
      await page.locator("main mark").first().waitFor();
    }
    // The same from an address, which has no length that a field would keep to.
    const long = "insertion ".repeat(1024).trim();
    await v.goto(search + query({ q: long }));
    assert.deepEqual(paths(await v.results()), urls(await site.ask(tag, long)).slice(0, 10));
    await v.submit(common);
    assert.equal(await v.total(), (await site.ask(tag, common)).total, "the page stays usable");
    // Nor does what stands after the # of an address change what a page says.
    await page.goto(v.origin + entry);
    const text = await page.locator("main").textContent();
    for (const words of ["( [ .* \\", "<img src=x onerror=alert(1)>", "%"]) {
      await page.goto(`${v.origin}${entry}?${encodeURIComponent(words)}#q=${words}`);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.locator("main").textContent(), text, words);
    }
  });
}

test("the module of the site answers whatever it is given", async () => {
  const v = await site.visit();
  for (const { tag, entry } of languages) {
    await v.page.goto(v.origin + entry);
    const queries = [...typed[tag]!.map(([text]) => text), ...hostile, "", " ", "\ud800", "insertion \udc00", "\0", "\n", "a b ".repeat(5000)];
    const answers = await v.page.evaluate(async ({ module, queries }) => {
      const { search } = (await import(module)) as typeof import("../../search/client/search.ts");
      const found: { total: number; urls: string[]; spans: number[][] }[] = [];
      for (const text of queries) {
        const { total, results } = await search(text, { limit: 1000 });
        const spans = results.flatMap((result) => [
          ...result.titleMarks.map(([start, end]) => [start, end, result.title.length]),
          ...result.summaryMarks.map(([start, end]) => [start, end, result.summary.length]),
        ]);
        found.push({ total, urls: results.map((result) => result.url), spans });
      }
      return found;
    }, { module: "/search/client.js", queries });
    for (const [i, { total, urls: found, spans }] of answers.entries()) {
      const what = JSON.stringify(queries[i]!.slice(0, 60));
      assert.equal(found.length, total, what);
      assert.ok(spans.every(([start, end, length]) => 0 <= start! && start! < end! && end! <= length!), what);
      // An argument of a command can hold neither NUL nor half a character.
      if (/\S/.test(queries[i]!) && !/[\0\ud800-\udfff]/.test(queries[i]!)) assert.deepEqual(found, urls(await site.ask(tag, queries[i]!)), what);
    }
  }
});
