// What visitors do, for each search, and the rows that come of it.
import { type Figures, type Subject } from "./browser.ts";
import { type Exchange, slow } from "./link.ts";
import { type Row } from "./report.ts";
import { type Known, median, quantile } from "./sample.ts";

/** The queries of the budgets. */
const asked = [
  { query: "insertion", kB: 45, s: 0.85, large: 75 },
  { query: "économie solidaire", kB: 45, s: 0.85 },
  { query: "accessibilité numérique des services", kB: 80, s: 1.2 },
];

/** The figures of several runs: their medians, and what came in the first. */
function middle(runs: Figures[]): Figures {
  const of = (get: (f: Figures) => number) => median(runs.map(get));
  return { ...runs[0]!, bytes: of((f) => f.bytes), ms: of((f) => f.ms), msTen: of((f) => f.msTen), msBest: Math.min(...runs.map((f) => f.ms)), steps: of((f) => f.steps) };
}

/** Says which files came, in the order of their steps. */
export function details(what: string, f: Figures): string {
  const begin = Math.min(...f.exchanges.map((e) => e.start));
  const list = [...f.exchanges].sort((a, b) => a.start - b.start)
    .map((e) => `  ${(e.start - begin).toFixed(0).padStart(5)}–${(e.end - begin).toFixed(0).padEnd(5)} ${String(e.bytes).padStart(7)} B  ${e.path}${e.status === 200 ? "" : ` (${e.status})`}`);
  return [`${what}: ${f.bytes} B, ${f.ms.toFixed(0)} ms, ${f.steps} steps, ${f.found} shown`, ...list].join("\n");
}

interface Settings {
  runs: number;
  documents: number;
  /** Words for the second query of a page. */
  next: string[];
  log: string[];
}

/** What a subject takes for the queries. */
interface Measured {
  cold: Figures[];
  ready: Figures;
  elsewhere?: Figures;
  prepared: Figures[];
  next: Figures[];
}

async function measure(subject: Subject, s: Settings): Promise<Measured> {
  const found: Measured = { cold: [], ready: undefined!, prepared: [], next: [] };
  for (const { query } of asked) {
    const cold: Figures[] = [];
    const prepared: Figures[] = [];
    for (let i = 0; i < s.runs; i++) {
      cold.push(await subject.cold(query));
      const session = await subject.prepared();
      prepared.push(await session.query(query));
      found.ready = session.ready;
      await session.close();
    }
    found.cold.push(middle(cold));
    found.prepared.push(middle(prepared));
    s.log.push(details(`${subject.name}, cold, ${query}`, cold[0]!), details(`${subject.name}, with focus, ${query}`, prepared[0]!));
    const empty = [...cold, ...prepared].find((f) => !f.found);
    if (empty) throw new Error(`${subject.name} finds nothing for ${query}`);
  }
  s.log.push(details(`${subject.name}, until the search is ready`, found.ready));
  if (subject.elsewhere) {
    const all: Figures[] = [];
    for (let i = 0; i < s.runs; i++) all.push(await subject.elsewhere(asked[0]!.query));
    found.elsewhere = middle(all);
    s.log.push(details(`${subject.name}, from the field of another page`, all[0]!));
  }
  for (const word of s.next) {
    const session = await subject.prepared();
    await session.query(asked[0]!.query);
    const next = await session.query(word);
    await session.close();
    found.next.push(next);
    s.log.push(details(`${subject.name}, next query, ${word}`, next));
  }
  return found;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** link is what the link alone takes for the steps and bytes: the rest of a time is the machine's. */
const link = (f: Figures) => f.steps * slow.roundTrip + (f.bytes * 1000) / slow.rate;

/** queries measures the first query of a page and the one after it. */
export async function queries(own: Subject, rival: Subject | undefined, s: Settings): Promise<Row[]> {
  const e = await measure(own, s);
  const p = rival && (await measure(rival, s));
  const large = s.documents > 10_000;
  const rows: Row[] = [];
  asked.forEach(({ query, kB, s, large: most }, i) => {
    const [a, b] = [e.cold[i]!, p?.cold[i]];
    const bytes = large ? most && most * 1000 : kB * 1000;
    rows.push(
      { what: `First query, ${query}`, unit: "kB", budget: bytes, essaim: a.bytes, pagefind: b?.bytes, note: b && `${a.found} and ${b.found} results shown` },
      { what: "… time", unit: "s", budget: large ? undefined : s * 1000, essaim: a.ms, pagefind: b?.ms, note: `link ${seconds(link(a))}, best ${seconds(a.msBest)}${b ? `; Pagefind: link ${seconds(link(b))}, best ${seconds(b.msBest)}, ten ${seconds(b.msTen)}` : ""}` },
      { what: "… steps", unit: "steps", budget: 3, essaim: a.steps, pagefind: b?.steps },
      { what: "… once the field has focus", unit: "s", essaim: e.prepared[i]!.ms, pagefind: p?.prepared[i]!.ms, note: `link ${seconds(link(e.prepared[i]!))}, best ${seconds(e.prepared[i]!.msBest)}` },
      { what: "… bytes then", unit: "kB", essaim: e.prepared[i]!.bytes, pagefind: p?.prepared[i]!.bytes },
      { what: "… steps then", unit: "steps", budget: 2, essaim: e.prepared[i]!.steps, pagefind: p?.prepared[i]!.steps },
    );
  });
  const next = (get: (f: Figures) => number, share: number) => ({ essaim: quantile(e.next.map(get), share), pagefind: p && quantile(p.next.map(get), share) });
  rows.push(
    { what: "What comes before the first word is typed", unit: "kB", essaim: e.ready.bytes, pagefind: p?.ready.bytes },
    { what: `First query from the field of another page, ${asked[0]!.query}`, unit: "kB", essaim: e.elsewhere?.bytes, note: "the search page included" },
    { what: "… time", unit: "s", essaim: e.elsewhere?.ms },
    { what: `Next query, median of ${s.next.length} words`, unit: "kB", budget: large ? undefined : 20_000, ...next((f) => f.bytes, 0.5) },
    { what: "… time", unit: "s", budget: large ? undefined : 400, ...next((f) => f.ms, 0.5), note: `link ${seconds(quantile(e.next.map(link), 0.5))}` },
    { what: "… the most", unit: "kB", ...next((f) => f.bytes, 1) },
    { what: "… the longest", unit: "s", ...next((f) => f.ms, 1) },
  );
  return rows;
}

/** By the first letter of its name, what kind of file came; the rest is "other". */
function matching(exchanges: Exchange[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const e of exchanges) {
    const kind = /\/search\/[^/]+\/(\w)-/.exec(e.path)?.[1] ?? "other";
    kinds[kind] = (kinds[kind] ?? 0) + e.bytes;
  }
  return kinds;
}

/** keystrokes types words, each on a fresh page, and measures each letter after the third. */
export async function keystrokes(own: Subject, rival: Subject | undefined, words: string[], log: string[]): Promise<Row[]> {
  const all = new Map<Subject, number[]>();
  for (const subject of [own, rival]) {
    if (!subject) continue;
    const bytes: number[] = [];
    const kinds: Record<string, number> = {};
    for (const word of words) {
      const typist = await subject.typing();
      const letters = [...word];
      await typist.type(letters.slice(0, 3).join(""));
      for (let n = 4; n <= letters.length; n++) {
        const got = await typist.type(letters.slice(0, n).join(""));
        bytes.push(got.bytes);
        for (const [kind, size] of Object.entries(matching(got.exchanges))) kinds[kind] = (kinds[kind] ?? 0) + size;
      }
      await typist.close();
    }
    all.set(subject, bytes);
    log.push(`${subject.name}, ${bytes.length} keystrokes, ${bytes.filter((b) => b < 200).length} without a request; bytes by kind of file: ${JSON.stringify(kinds)}`);
  }
  const of = (subject: Subject | undefined, share: number) => (subject ? quantile(all.get(subject)!, share) : undefined);
  return [
    { what: `Keystroke of the same word, median of ${all.get(own)!.length}`, unit: "kB", budget: 0, essaim: of(own, 0.5), pagefind: of(rival, 0.5), note: "from the fourth letter on" },
    { what: "… 95th percentile", unit: "kB", budget: 16_000, essaim: of(own, 0.95), pagefind: of(rival, 0.95) },
  ];
}

/** relevance asks for documents by the words of their titles. */
export async function relevance(own: Subject, rival: Subject | undefined, known: Known[]): Promise<Row[]> {
  const places = new Map<Subject, number[]>();
  for (const subject of [own, rival]) {
    if (!subject) continue;
    const typist = await subject.typing();
    const list: number[] = [];
    for (const { query, url } of known) list.push((await typist.find(query)).indexOf(url));
    await typist.close();
    places.set(subject, list);
  }
  const within = (subject: Subject | undefined, most: number) => subject && places.get(subject)!.filter((at) => at >= 0 && at < most).length / known.length;
  return [
    { what: `Title words, success@1 of ${known.length}`, unit: "share", essaim: within(own, 1), pagefind: within(rival, 1) },
    { what: "… success@10", unit: "share", essaim: within(own, 10), pagefind: within(rival, 10) },
  ];
}
