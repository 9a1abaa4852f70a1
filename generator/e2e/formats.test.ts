// What machines read of the reference site, read by tools that were not written
// here: calendars, feeds, structured data and share cards.
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { after, before, test } from "node:test";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import ICAL from "ical.js";
import jsonld from "jsonld";
import nodeIcal, { type VEvent } from "node-ical";
import ts from "typescript";
import { validateXML } from "xmllint-wasm";
import { build, clock, copySite, dispose, prepared, project, temporaryFolder, type Report } from "./harness.ts";

const base = "https://essaim.example/";
/** One of the made-up notices, which the later build takes for a real one. */
const notice = "opportunities/exemple-accueil-musee", noticePage = "opportunites/exemple-accueil-musee/index.html";
/** An instant when every deadline is past. */
const later = "2027-06-01T00:00:00Z";

let folder: string, out: string, outLater: string;
let report: Report;
let files: string[];

before(async () => {
  folder = await temporaryFolder();
  outLater = join(folder, "later");
  const { binary, ...reference } = await prepared();
  ({ out, report } = reference);
  const site = await copySite(folder);
  const written = join(site, "content", `${notice}.fr.md`);
  await writeFile(written, (await readFile(written, "utf8")).replace("illustrative: true", "illustrative: false"));
  await build(binary, site, outLater, later);
  files = (await readdir(out, { recursive: true })).map((name) => name.split(sep).join("/")).sort();
});

after(() => dispose(folder));

const text = (name: string, of = out) => readFile(join(of, name), "utf8");
const ending = (end: string) => files.filter((name) => name.endsWith(end));

/** The front matter of the source entry with an identity, by field, as written. */
async function front(id: string): Promise<Record<string, string>> {
  const written = await readFile(join(project, "content", `${id}.fr.md`), "utf8");
  return Object.fromEntries([...written.split("---\n")[1]!.matchAll(/^(\w+): *(.*)$/gm)].map((match) => [match[1]!, match[2]!]));
}

/** An instant as an editor in Paris writes it. */
function inParis(instant: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" }).format(instant);
}

test("calendars are iCalendar: ical.js reads them all, and node-ical imports the same", async () => {
  const calendars = ending(".ics");
  assert.ok(calendars.length > 40, `${calendars.length} calendars`);
  for (const name of calendars) {
    const data = await text(name);
    for (const line of data.split("\r\n")) {
      assert.ok(Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line), `${name}: ${JSON.stringify(line)}`);
    }
    assert.ok(data.endsWith("END:VCALENDAR\r\n"), name);
    const calendar = new ICAL.Component(ICAL.parse(data));
    assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
    const events = calendar.getAllSubcomponents("vevent");
    const imported = Object.values(nodeIcal.sync.parseICS(data)).filter((one) => one?.type === "VEVENT");
    assert.equal(imported.length, events.length, name);
    const seen = new Set<string>();
    for (const component of events) {
      const event = new ICAL.Event(component);
      for (const property of ["uid", "dtstamp", "dtstart", "summary", "description", "url", "status"]) {
        assert.equal(component.getAllProperties(property).length, 1, `${name}: ${property}`);
      }
      assert.ok(!seen.has(event.uid), event.uid);
      seen.add(event.uid);
      const [, id, locale] = /^(.+)\.(fr|en)@essaim\.example$/.exec(event.uid)!;
      const written = await front(id!);
      assert.equal(inParis(event.startDate.toJSDate()), written.deadline, event.uid);
      assert.equal(component.getFirstPropertyValue("dtstamp")!.toString(), `${written.date}T00:00:00Z`);
      const url = component.getFirstPropertyValue("url") as string;
      assert.ok(files.includes(url.slice(base.length) + "index.html"), url);
      assert.ok(event.summary.startsWith(locale === "fr" ? "Date limite\u00a0: " : "Deadline: "), event.summary);
      if (written.illustrative === "true") assert.match(event.description, /^(Exemple fictif|Made-up example)( · .*)?\n/);
      const same = imported.find((one) => one!.type === "VEVENT" && one.uid === event.uid) as VEvent;
      assert.equal(+same.start, +event.startDate.toJSDate());
    }
  }
});

test("a list's calendar holds what is open, the soonest first, and the site says when it changes next", async () => {
  const starts = async (name: string, of = out) =>
    new ICAL.Component(ICAL.parse(await text(name, of))).getAllSubcomponents("vevent").map((event) => +new ICAL.Event(event).startDate.toJSDate());
  for (const name of ["opportunites/calendar.ics", "en/opportunities/calendar.ics"]) {
    const coming = await starts(name);
    assert.ok(coming.length > 10);
    assert.deepEqual(coming, [...coming].sort((a, b) => a - b));
    assert.ok(coming.every((start) => start > +new Date(clock)));
    assert.equal(+new Date(report.next_change), coming[0]);
    assert.deepEqual(await starts(name, outLater), []);
  }
  const list = await text("opportunites/index.html", outLater);
  assert.ok(list.includes("badge-closed") && !list.includes("badge-open"));
  const pages = (await text("opportunites/index.html")) + (await text("opportunites/page/2/index.html"));
  assert.ok(pages.indexOf("badge-closed") > pages.lastIndexOf("badge-open"), "what is open comes first");
});

test("feeds: xmllint reads every Atom feed, feedsmith every Atom and JSON feed, and both say the same", async () => {
  const grammar = await readFile(join(import.meta.dirname, "atom.rng"), "utf8");
  const atoms = ending("/feed.xml");
  assert.ok(atoms.length > 60, `${atoms.length} feeds`);
  const checked = await validateXML({
    xml: await Promise.all(atoms.map(async (fileName) => ({ fileName, contents: await text(fileName) }))),
    schema: { fileName: "atom.rng", contents: grammar }, extension: "relaxng",
  });
  assert.ok(checked.valid, checked.errors.slice(0, 5).map((error) => error.rawMessage).join("\n"));
  for (const name of atoms) {
    const xml = await text(name);
    const atom = parseAtomFeed(xml);
    const json = parseJsonFeed(JSON.parse(await text(name.replace(/xml$/, "json"))));
    assert.equal(atom.id, base + name);
    assert.ok(atom.updated && atom.title, name);
    assert.equal(json.title, atom.title?.value);
    assert.equal(json.feed_url, base + name.replace(/xml$/, "json"));
    assert.deepEqual(json.items?.map((item) => item.id), atom.entries?.map((entry) => entry.id), name);
    assert.ok((atom.entries?.length ?? 0) <= 20);
    for (const entry of atom.entries ?? []) {
      assert.ok(files.includes(entry.id!.slice(base.length) + "index.html"), entry.id);
      assert.ok(entry.title && entry.updated && (entry.content || entry.summary), entry.id);
    }
    for (const item of json.items ?? []) assert.ok(item.content_html || item.content_text, item.id);
    // A feed that no page announces is found by nobody.
    const page = await text(name.replace(/feed\.xml$/, "index.html"));
    assert.ok(page.includes(`href="/${name}"`), `${name} is announced`);
  }
  const all = await text("suivre/index.html");
  for (const name of atoms.filter((name) => !name.startsWith("en/"))) assert.ok(all.includes(`href="/${name}"`), `${name} is on the page of feeds`);
});

interface Told { page: string; thing: Record<string, unknown> & { "@type": string } }

/** The JSON-LD of a page. */
async function toldOn(page: string, of = out): Promise<Told[]> {
  const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(await text(page, of))?.[1];
  return data ? JSON.parse(data)["@graph"].map((thing: Told["thing"]) => ({ page, thing })) : [];
}

/** The JSON-LD of every page. */
async function told(): Promise<Told[]> {
  return (await Promise.all(ending("index.html").map((page) => toldOn(page)))).flat();
}

test("structured data: jsonld expands it, with nothing left out", async () => {
  const context = { "@context": { "@vocab": "https://schema.org/" } };
  const documentLoader = async (url: string) => {
    assert.match(url, /^https:\/\/schema\.org\/?$/);
    return { contextUrl: undefined, documentUrl: url, document: context };
  };
  let count = 0;
  for (const { page, thing } of await told()) {
    const expanded = await jsonld.expand({ "@context": "https://schema.org", ...thing } as jsonld.JsonLdDocument, { documentLoader }) as Record<string, unknown>[];
    assert.equal(expanded.length, 1, page);
    assert.deepEqual(Object.keys(expanded[0]!).map((name) => name.replace("https://schema.org/", "")).sort(), Object.keys(thing).sort(), page);
    count++;
  }
  assert.ok(count > 800, `${count} things`);
});

test("structured data: every class and property is one of schema.org, with a value that it may have", async () => {
  // One of each shape, for the compiler looks at each long.
  const shape = (value: unknown): unknown => Array.isArray(value) ? [value[0]].map(shape)
    : value && typeof value === "object" ? Object.entries(value).map(([key, inner]) => [key, key === "@type" ? inner : shape(inner)]) : typeof value;
  const byShape = new Map<string, Told>();
  for (const one of await told()) byShape.set(JSON.stringify(shape(one.thing)), one);
  const classes = new Set([...byShape.values()].map(({ thing }) => thing["@type"]));
  for (const name of ["Article", "BreadcrumbList", "Dataset", "DataCatalog", "DefinedTerm", "DefinedTermSet", "NewsArticle", "Organization", "Service", "WebSite"]) {
    assert.ok(classes.has(name), `there is a ${name}`);
  }
  // The reference site has only made-up notices, of which it tells nobody.
  const demand = (await toldOn(noticePage, outLater)).find(({ thing }) => thing["@type"] === "Demand");
  assert.ok(demand, "a notice that is not made up is told of");
  byShape.set("Demand", demand);
  const things = [...byShape.values()];
  const source = `import type { ${[...classes, "Demand"].sort().join(", ")} } from "schema-dts";\n` +
    things.map(({ thing }, i) => `export const t${i}: ${thing["@type"]} = ${JSON.stringify(thing)};`).join("\n");
  const file = resolve(import.meta.dirname, "told.ts");
  const options: ts.CompilerOptions = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => resolve(name) === file || fileExists(name);
  host.getSourceFile = (name, target) => resolve(name) === file ? ts.createSourceFile(name, source, target) : getSourceFile(name, target);
  const problems = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map((problem) => {
    const line = problem.file && problem.start !== undefined ? problem.file.getLineAndCharacterOfPosition(problem.start).line - 1 : -1;
    return `${things[line]?.page ?? ""}: ${ts.flattenDiagnosticMessageText(problem.messageText, "\n").slice(0, 600)}`;
  });
  assert.deepEqual(problems, [], `${things.length} shapes`);
});

test("structured data: nothing made up is told as real", async () => {
  for (const { page, thing } of await told()) {
    if (/opportunit/.test(page) && thing["@type"] !== "BreadcrumbList") assert.fail(`${page} tells of a ${thing["@type"]}`);
  }
});

test("share cards: each page that names an image has it, and a card is 1200 by 630", async () => {
  let cards = 0;
  for (const page of ending("index.html")) {
    const html = await text(page);
    const image = /<meta property="og:image" content="([^"]+)">/.exec(html)?.[1];
    if (!image) continue;
    const name = image.slice(base.length);
    assert.ok(files.includes(name), `${page}: ${image}`);
    if (!/\/card-[0-9a-f]{8}\.png$/.test(name)) continue;
    cards++;
    const data = await readFile(join(out, name));
    assert.deepEqual([data.readUInt32BE(16), data.readUInt32BE(20)], [1200, 630]);
    assert.ok(html.includes('<meta property="og:image:alt" content="') && html.includes('content="summary_large_image"'), page);
    assert.ok(data.length < 40_000, `${name} has ${data.length} bytes`);
  }
  assert.ok(cards > 200, `${cards} cards`);
  assert.equal(new Set(files.filter((name) => /\/card-/.test(name))).size, cards, relative(folder, out));
});
