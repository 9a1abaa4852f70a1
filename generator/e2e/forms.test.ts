// Forms that make entries: what the script writes of any answer passes the
// program unchanged, and what cannot be an entry is refused in words.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Page } from "playwright-core";
import { makeEntry, slug, type Made } from "../../themes/solidaire/assets/js/_entry.ts";
import { mail, newFile } from "../../themes/solidaire/assets/js/_host.ts";
import { tidy } from "../../themes/solidaire/assets/js/_prose.ts";
import { has, validate, type Schema } from "../../themes/solidaire/assets/js/_schema.ts";
import { answer, anything, hostile, random } from "./answers.ts";
import { copySite, temporaryFolder, visited } from "./harness.ts";
import { axeInViews, faults, overflow, watch } from "./visit.ts";

/** The forms of the site, by their pages. */
const forms = [
  { page: "/se-referencer/formulaire/", type: "structure", folder: "content/structures/", locale: "fr" },
  { page: "/en/get-listed/form/", type: "structure", folder: "content/structures/", locale: "en" },
  { page: "/proposer/formulaire/", type: "proposal", folder: "content/proposals/", locale: "fr" },
  { page: "/en/propose/form/", type: "proposal", folder: "content/proposals/", locale: "en" },
];
type Form = (typeof forms)[number];

const site = visited({ opened: readForms });
const schemas = new Map<Form, Schema>();
const names = new Map<Form, string[]>();

async function readForms(): Promise<void> {
  for (const form of forms) {
    schemas.set(form, JSON.parse(await readFile(join(site.out, form.page, "schema.json"), "utf8")) as Schema);
    names.set(form, JSON.parse(await readFile(join(site.out, form.page, "names.json"), "utf8")) as string[]);
  }
}

const today = "2026-11-26";

function make(form: Form, typed: unknown, taken: string[] = names.get(form)!): Made {
  return makeEntry(schemas.get(form)!, typed, { folder: form.folder, suffix: `.${form.locale}.md`, type: form.type, taken, today });
}

interface Diagnostic {
  code: string;
  severity: string;
  file: string;
  line: number;
  message: string;
}

/** What `essaim check` says of entries in a copy of the site, drafts built too. */
async function checked(entries: Map<string, string>): Promise<Diagnostic[]> {
  const place = await temporaryFolder();
  const copy = await copySite(place);
  for (const [path, text] of entries) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), text, { flag: "wx" });
  }
  // Both end with a failure where they find an error.
  const said = (...args: string[]) => new Promise<string>((done) => execFile(site.binary, args, { maxBuffer: 1 << 28 }, (_, out) => done(out)));
  const [output, drafts] = await Promise.all([
    said("check", "--site", copy, "--format", "json", "--no-cache"),
    said("build", "--site", copy, "--out", join(place, "out"), "--drafts", "--json"),
  ]);
  const both = [...(JSON.parse(output) as Diagnostic[]), ...(JSON.parse(drafts) as { diagnostics: Diagnostic[] }).diagnostics];
  built = place;
  // A number that is that of a figure, and lines that begin with dashes as in a letter,
  // are told to whoever reads the entry.
  return both.filter((d) => (entries.has(d.file) && !["figure-literal", "list-space"].includes(d.code)) || d.severity === "error");
}
let built = "";

/** The same entry in the source locale, where nothing is left to a translation. */
function inSource(path: string): string {
  return path.replace(/\.en\.md$/, "-traduit.fr.md");
}

/** Fills in a page as somebody would. */
async function fillIn(page: Page, schema: Schema, value: unknown, id: string): Promise<void> {
  if (value === undefined) return;
  if (schema.type === "object") {
    for (const [name, inner] of Object.entries(value as Record<string, unknown>)) await fillIn(page, schema.properties![name]!, inner, `${id}-${name}`);
    return;
  }
  const at = page.locator("#" + id);
  if (schema.type === "array") {
    const list = value as unknown[];
    if (schema.prefixItems) {
      for (const [i, item] of list.entries()) await page.fill(`#${id}-${i}`, String(item));
    } else if ((await at.getAttribute("data-list")) !== null) {
      for (const [i, item] of list.entries()) {
        if (i > 0) await at.locator(":scope > .add").click();
        await fillIn(page, schema.items as Schema, item, `${id}-${i}`);
      }
    } else {
      for (const key of list) await at.locator(`input[value="${String(key)}"]`).check();
    }
    return;
  }
  if ((await at.evaluate((element) => element.tagName)) === "SELECT") {
    await at.selectOption(schema.oneOf!.some((choice) => choice.const === value) ? { value: String(value) } : { label: String(value) });
  } else {
    await at.fill(String(value));
  }
}

/** The same as one line each takes it: a field of a page has no line ends. */
function asTyped(schema: Schema, value: unknown): unknown {
  if (schema.type === "object" && value) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asTyped(schema.properties![name]!, inner)]));
  }
  if (Array.isArray(value)) return value.map((item) => (schema.items ? asTyped(schema.items, item) : item));
  return value;
}

test("200 random answers make entries that pass the program unchanged", async () => {
  const entries = new Map<string, string>();
  const bodies = new Map<string, string>();
  // An entry and one in another language with its name would be translations.
  const taken = new Map(forms.map((form) => [form.type, [...names.get(form)!]]));
  const page = await site.browser.newPage();
  const watched = watch(page, site.url);
  for (const [f, form] of forms.entries()) {
    const schema = schemas.get(form)!;
    for (let i = 0; i < 50; i++) {
      const typed = asTyped(schema, answer(schema, random(1000 * f + i))) as Record<string, unknown>;
      const made = make(form, typed, taken.get(form.type)!);
      assert.deepEqual(made.problems.map((p) => [p.path.join("/"), p.keyword]), [], `${form.page} ${i}: ${JSON.stringify(typed)}`);
      if (i < 3) {
        // The names that are taken are those of the site: the page knows no other.
        await page.goto(site.url + form.page);
        await page.clock.setFixedTime(`${today}T12:00:00`);
        await fillIn(page, schema, typed, "f");
        await page.click("button.main");
        await page.waitForSelector("#form-result:not([hidden])");
        const alone = make(form, typed);
        assert.equal(await page.textContent("#form-text"), alone.text);
        assert.equal(await page.textContent("#form-path"), alone.path);
      }
      assert.ok(!entries.has(made.path!), `${made.path} is made twice`);
      entries.set(made.path!, made.text!);
      bodies.set(made.path!, String(typed.body));
      taken.get(form.type)!.push(made.name!);
      remember(form, typed);
      if (form.locale === "en") entries.set(inSource(made.path!), made.text!);
    }
  }
  assert.deepEqual(watched.complaints, []);
  await page.close();
  const found = await checked(entries);
  const wrong = found.filter((d) => !(d.code.startsWith("translation-orphan") && d.severity === "warning" && d.file.endsWith(".en.md")));
  assert.deepEqual(wrong.slice(0, 5).map((d) => ({ ...d, text: entries.get(d.file) })), []);
  await shown(bodies);
});

/** The slugs of the examples that a field has, by its list of them. */
const slugs = new Map<unknown[], Set<string>>();

/** Tells the forms of a type what an entry has by which entries are found. */
function remember(form: Form, typed: Record<string, unknown>): void {
  for (const [name, property] of Object.entries(schemas.get(form)!.properties!)) {
    if (!property.items || !property.items.examples || !Array.isArray(typed[name])) continue;
    for (const text of typed[name] as string[]) {
      for (const other of forms.filter((one) => one.type === form.type)) {
        const examples = (schemas.get(other)!.properties![name]!.items as Schema).examples!;
        if (!slugs.has(examples)) slugs.set(examples, new Set(examples.map(slug)));
        const known = slugs.get(examples)!;
        if (known.has(slug(text))) continue;
        examples.push(tidy(text, false));
        known.add(slug(text)).add(slug(examples.at(-1)!));
      }
    }
  }
}

/** What is read without what the micro-typography changes. */
function folded(text: string): string {
  return text.normalize("NFC").replace(/\.\.\./g, "…").replace(/^\s*[-*•]\s+/gm, "").replace(/[–—]/g, "-").replace(/[\s\u00a0\u202f\u2009"'’‘“”«»\u00ad]|&nbsp;/g, "");
}

/** Wants the text of every French entry on its page as it was typed. */
async function shown(bodies: Map<string, string>): Promise<void> {
  const page = await site.browser.newPage({ javaScriptEnabled: false });
  let seen = 0;
  for (const [path, body] of bodies) {
    if (!path.endsWith(".fr.md")) continue;
    const address = path.replace("content/structures/", "annuaire/").replace("content/proposals/", "propositions/").replace(".fr.md", "/index.html");
    await page.setContent(await readFile(join(built, "out", address), "utf8"));
    const text = (await page.locator(".prose").first().textContent()) ?? "";
    assert.equal(folded(text), folded(body), path);
    seen++;
  }
  assert.equal(seen, 100);
  await page.close();
}

/** A right answer whose texts are all replaced by one. */
function withText(schema: Schema, value: unknown, text: string): unknown {
  if (schema.type === "object" && value) {
    const known = Object.entries(value).filter(([name]) => has(schema.properties!, name));
    return Object.fromEntries(known.map(([name, inner]) => [name, withText(schema.properties![name]!, inner, text)]));
  }
  if (Array.isArray(value)) return value.map((item, i) => (schema.items ? withText(schema.items, item, i === 0 ? text : text + i) : item));
  return typeof value === "string" && schema.type === "string" && schema.format === undefined ? text : value;
}

test("hostile texts make a good entry or are refused, whatever the field", async () => {
  const entries = new Map<string, string>();
  let refused = 0;
  for (const form of forms.filter((one) => one.locale === "fr")) {
    const schema = schemas.get(form)!;
    const taken = [...names.get(form)!];
    const add = (typed: unknown) => {
      const made = make(form, typed, taken);
      if (made.problems.length > 0) {
        refused++;
        for (const problem of made.problems) assert.ok(problem.keyword, JSON.stringify(problem));
        return;
      }
      entries.set(made.path!, made.text!);
      taken.push(made.name!);
      remember(form, typed as Record<string, unknown>);
    };
    for (const [i, text] of hostile.entries()) {
      const right = answer(schema, random(i)) as Record<string, unknown>;
      const whole = { ...right, title: `Essai ${i}`, summary: `Un résumé de l'essai ${i}`, body: "Un texte." };
      add({ ...whole, title: text });
      add({ ...whole, title: `Essai ${text} ${i}` });
      add({ ...whole, summary: text });
      add({ ...whole, summary: `Un résumé assez long ${text}` });
      add({ ...whole, body: text });
      add({ ...whole, body: `Un début.\n${text}\nUne fin.` });
      add({ ...whole, body: `${text}\n\n${text}` });
      add(withText(schema, { ...whole, networks: ["a", "b"], carrier: "c", effect: "d", sources: [{ title: "t", url: "https://example.org/" }] }, text));
      add({ ...whole, website: text });
      add({ ...whole, contact_public: { email: text } });
      add({ ...whole, contact_public: { phone: text, page: text } });
      add({ ...whole, department: text });
      add({ ...whole, sources: [{ title: text, url: "https://example.org/", accessed: text }] });
      add({ ...whole, sources: [{ title: "Source", url: text }] });
    }
  }
  assert.ok(refused > 500 && entries.size > 1000, `${refused} refused, ${entries.size} made`);
  for (const [path, text] of entries) assert.ok(text.startsWith("---\ndraft: true\ntitle: \""), path);
  const found = await checked(entries);
  assert.deepEqual(found.slice(0, 5).map((d) => ({ ...d, text: entries.get(d.file)?.slice(0, 3000) })), []);
});

// A field takes as long as eight of an eighth of its size, give or take: a quadratic
// step would take eight times that. Both take as long, so that whatever the machine
// does besides adds as much to each, and the least of several times is compared.
// Times are of the processor, which another program takes no part of.
test("a field of a megabyte is refused at once, in words", () => {
  const form = forms[0]!;
  const right = { title: "Essai", summary: "Un résumé", body: "Un texte.", sources: [{ title: "t", url: "https://example.org/" }] };
  const size = 1 << 20, parts = 8, quick = 50;
  for (const unit of ["x", "é", "🚲", "a ", " a", "-", "\n", "x\n", "a.", "a-", "\u200b", ">", "*", "[", "https://a.b/"]) {
    const answers = (size: number) => {
      const text = "y" + unit.repeat(size / unit.length);
      return [{ ...right, title: text }, { ...right, summary: text }, { ...right, body: text }, { ...right, networks: [text] }, { ...right, website: text }, { ...right, website: "https://" + text }, { ...right, contact_public: { email: text } }];
    };
    const [whole, part] = [answers(size), answers(size / parts)];
    for (const [i, typed] of whole.entries()) {
      const what = `${JSON.stringify(unit)} in ${Object.keys(typed).join()}`;
      const timed = (typed: unknown, times: number) => {
        const start = process.cpuUsage();
        for (let n = 0; n < times; n++) assert.ok(make(form, typed).problems.length > 0, what);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1000;
      };
      let once = Infinity, apart = Infinity;
      for (let tries = 0; tries < 6 && once >= quick && once >= 3 * apart; tries++) {
        once = Math.min(once, timed(typed, 1));
        if (once >= quick) apart = Math.min(apart, timed(part[i], parts));
      }
      assert.ok(once < quick || once < 3 * apart, `${what}: ${once} ms, and ${apart} ms in parts`);
    }
  }
});

test("the validator of the page gives the verdict of ajv", () => {
  for (const [f, form] of forms.entries()) {
    const schema = schemas.get(form)!;
    const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false, unicodeRegExp: true, ownProperties: true });
    const judge = ajv.compile(schema);
    const verdicts = { true: 0, false: 0 };
    for (let i = 0; i < 3000; i++) {
      const r = random(77_000 + 10_000 * f + i);
      const made = values(schema, answer(schema, r));
      const value = i % 4 === 0 ? made : anything(made, r);
      const want = judge(value);
      assert.equal(validate(schema, value).length === 0, want, `${form.page}: ${JSON.stringify(value)} ${JSON.stringify(judge.errors)}`);
      verdicts[`${want}`]++;
    }
    assert.ok(verdicts.true > 200 && verdicts.false > 200, JSON.stringify(verdicts));
  }
});

/** An answer as the schema is about it: without what is not said, days filled in. */
function values(schema: Schema, typed: unknown): unknown {
  if (schema.type !== "object") return schema.type === "number" || schema.type === "integer" ? Number(String(typed).replace(",", ".")) : typed;
  const object: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(schema.properties!)) {
    const value = inner.readOnly ? today : (typed as Record<string, unknown>)[name];
    if (value === undefined) continue;
    object[name] = Array.isArray(value) && inner.items ? value.map((item) => values(inner.items as Schema, item)) : values(inner, value);
    if (inner.oneOf && !inner.oneOf.some((choice) => choice.const === value)) object[name] = inner.oneOf[0]!.const;
    if (typeof object[name] === "string" && inner.type === "string") object[name] = tidy(object[name] as string, inner.contentMediaType !== undefined);
    if (has(inner, "maxLength") && typeof object[name] === "string") object[name] = [...(object[name] as string)].slice(0, inner.maxLength).join("");
  }
  return object;
}

test("names come from titles, are free, and mean nothing else", () => {
  const form = forms[0]!;
  const right = { summary: "Un résumé", body: "Un texte.", sources: [{ title: "t", url: "https://example.org/" }] };
  const nameOf = (title: string, taken?: string[]) => make(form, { ...right, title }, taken).name;
  assert.equal(nameOf("Œuvre d'été"), "oeuvre-d-ete");
  assert.equal(nameOf("Halage"), "halage-2");
  assert.equal(nameOf("Halage", ["halage", "halage-2", "halage-3"]), "halage-4");
  assert.equal(nameOf("日本語"), "structure");
  assert.equal(nameOf("日本語", ["structure"]), "structure-2");
  for (const title of ["index", "page", "CON", "aux", "lpt1"]) assert.equal(nameOf(title, []), "structure-" + title.toLowerCase());
  assert.ok(nameOf("mot ".repeat(22), [])!.length <= 60);
  assert.ok(names.get(form)!.includes("halage"));
});

test("an entry goes where there is room for it, whole or with words instead", () => {
  const text = "---\ntitle: \"é & #\"\n---\nx\n";
  const path = "content/structures/a.fr.md";
  const github = newFile({ host: "github", url: "https://github.com/a/b", branch: "feat/x" }, path, text);
  assert.equal(github.href, `https://github.com/a/b/new/feat/x?filename=${encodeURIComponent(path)}&value=${encodeURIComponent(text)}`);
  assert.equal(new URL(newFile({ host: "forgejo", url: "https://git.example/a/b", branch: "main" }, path, text).href).searchParams.get("value"), text);
  assert.deepEqual(newFile({ host: "gitlab", url: "https://gitlab.com/a/b", branch: "main" }, path, text), { href: `https://gitlab.com/a/b/-/new/main?file_name=${encodeURIComponent(path)}`, whole: false });
  const long = newFile({ host: "github", url: "https://github.com/a/b", branch: "main" }, path, "é".repeat(3000));
  assert.ok(!long.whole && long.href.length < 200);
  assert.ok(mail("a@example.org", "Sujet", text, "joindre").whole);
  const large = mail("a@example.org", "Sujet & co", "x".repeat(3000), "joindre");
  assert.ok(!large.whole);
  assert.equal(large.href, "mailto:a@example.org?subject=Sujet%20%26%20co&body=joindre");
});

test("a whole journey by keyboard: mistakes, their links, a list that grows, the entry", async () => {
  const context = await site.browser.newContext({ viewport: { width: 320, height: 700 }, acceptDownloads: true });
  const page = await context.newPage();
  const watched = watch(page, site.url);
  await page.clock.setFixedTime(`${today}T12:00:00`);
  await page.goto(site.url + "/proposer/formulaire/");
  assert.deepEqual(await axeInViews(page), []);
  assert.deepEqual(watched.requests.filter((path) => /compose|schema\.json|names\.json/.test(path)), [], "nothing of the form is fetched before it is touched");
  await page.setViewportSize({ width: 320, height: 700 });

  await page.focus("#f-title");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#form-errors:not([hidden])");
  assert.equal(await page.evaluate(() => document.activeElement!.id), "form-errors");
  assert.deepEqual(await faults(page), []);
  await page.setViewportSize({ width: 320, height: 700 });
  const links = await page.locator("#form-errors-list a").allTextContents();
  assert.equal(links.length, 5, links.join());
  assert.match(links[0]!, /^Titre\s: /);
  assert.equal(await page.getAttribute("#f-title", "aria-invalid"), "true");
  assert.equal(await page.getAttribute("#f-title", "aria-describedby"), "f-title-error f-title-help");

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement!.id), "f-title");
  await page.keyboard.type("Un vélo pour l'école");
  assert.equal(await page.locator("#f-title-error").count(), 0, "what is corrected is no longer said to be wrong");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.focus("#f-summary");
  await page.keyboard.type("Des vélos remis en état pour les élèves.");
  await page.focus("#f-body");
  await page.keyboard.type("Un atelier répare.\n\n- un vélo\n- deux vélos");
  await page.selectOption("#f-stage", "trial");
  await page.fill("#f-department", "seine-saint-denis");
  const add = page.locator("#f-sources > .add");
  await page.fill("#f-sources-0-title", "Première");
  await page.fill("#f-sources-0-url", "https://example.org/1");
  await add.focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement!.id), "f-sources-1-title");
  await page.keyboard.type("Seconde");
  await page.fill("#f-sources-1-url", "example.org");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#f-sources-1-url-error");
  assert.equal(await page.locator("#form-errors-list a").count(), 1);
  await page.fill("#f-sources-1-url", "https://example.org/2");
  await page.locator("#f-sources .item").first().locator(".remove").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#f-sources .item").count(), 1);
  assert.equal(await page.inputValue("#f-sources-0-title"), "Seconde");
  await page.focus("button.main");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#form-result:not([hidden])");
  assert.equal(await page.evaluate(() => document.activeElement!.id), "form-result-title");
  assert.deepEqual(await faults(page), []);

  const text = (await page.textContent("#form-text"))!;
  assert.equal(text, `---
draft: true
title: "Un vélo pour l'école"
summary: "Des vélos remis en état pour les élèves."
date: ${today}
kind: [social]
department: "93"
stage: trial
sources:
  - title: "Seconde"
    url: "https://example.org/2"
---
Un atelier répare.

- un vélo
- deux vélos
`);
  const waiting = page.waitForEvent("download");
  await page.focus("#form-download");
  await page.keyboard.press("Enter");
  const download = await waiting;
  assert.equal(download.suggestedFilename(), "un-velo-pour-l-ecole.fr.md");
  assert.equal(await readFile(await download.path(), "utf8"), text);
  assert.equal(new URL((await page.getAttribute("#form-host", "href"))!).searchParams.get("value"), text);
  assert.ok(decodeURIComponent((await page.getAttribute("#form-mail", "href"))!).includes('title: "Un vélo'));
  await page.fill("#f-carrier", "Une école");
  assert.ok(await page.isHidden("#form-result"), "the entry is not shown once an answer has changed");

  assert.deepEqual(watched.complaints, []);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("copying puts the text on the clipboard, or selects it", async () => {
  const context = await site.browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(site.url + "/en/propose/form/");
  const schema = schemas.get(forms[3]!)!;
  await fillIn(page, schema, answer(schema, random(5)), "f");
  await page.click("button.main");
  await page.click("#form-copy");
  await page.waitForFunction(() => document.getElementById("form-copied")!.textContent !== "");
  assert.equal(await page.textContent("#form-copied"), "Text copied.");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.textContent("#form-text"));
  await context.close();
});

test("without script the page says what is expected, and nothing is there to press", async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  for (const form of forms) {
    await page.goto(site.url + form.page);
    assert.equal(await page.locator("#form :is(input, select, textarea, button):visible").count(), 0);
    assert.ok(await page.locator("noscript .alert").isVisible());
    assert.ok((await page.locator("label[for=f-title]").isVisible()) && (await page.locator("#f-title-help").isVisible()));
    await page.locator("#form-hand summary").click();
    assert.match((await page.textContent("#form-hand pre"))!, /^---\ndraft: true\n[^]*\ntitle: "/);
    assert.ok(await page.locator('#form-hand a[href^="mailto:"]').isVisible());
    assert.equal(await overflow(page), 0);
  }
  await context.close();
});

test("when the rest of the form cannot be loaded, the page says so and keeps what was typed", async () => {
  const page = await site.browser.newPage();
  await page.goto(site.url + "/proposer/formulaire/");
  await page.route("**/schema.json", (route) => route.abort());
  await page.fill("#f-title", "Une idée");
  await page.waitForSelector("#form-offline:not([hidden])");
  assert.equal(await page.inputValue("#f-title"), "Une idée");
  await page.unroute("**/schema.json");
  await page.click("button.main");
  await page.waitForSelector("#form-errors:not([hidden])");
  assert.ok(await page.isHidden("#form-offline"));
  await page.close();
});
