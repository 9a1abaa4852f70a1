// Answers a query from the files of a store.

import { marks } from "./analysis.ts";
import { cleaned, leafWords, nearest, type Plan, plan, spellings, typos } from "./plan.ts";
import { closeness, type Scorer, scorer } from "./score.ts";
import type { Store } from "./store.ts";

export interface Options {
  /** The largest number of results, 10 unless told; and how many to leave out before them. */
  limit?: number;
  offset?: number;
  /** By facet, the values of which a document must have one. */
  filters?: Record<string, string[]>;
  /** By relevance unless told; by date, the newest first. */
  sort?: "relevance" | "date";
  /** Whether to count values; true unless told. */
  facets?: boolean;
  signal?: AbortSignal;
}

export interface Result {
  id: string;
  url: string;
  type: string;
  title: string;
  summary: string;
  /** A day such as 2026-11-24, or "". */
  date: string;
  score: number;
  /** Whether the document matches every word. */
  complete: boolean;
  /** Spans of the words that match, in UTF-16 code units. */
  titleMarks: [number, number][];
  summaryMarks: [number, number][];
}

export interface Answer {
  total: number;
  /** How many match every word; they come first. */
  complete: number;
  results: Result[];
  /** By facet, the values of the documents found, the most frequent first. */
  facets: Record<string, { value: string; label: string; count: number }[]>;
  /** Queries with the nearest spellings, when nothing is found. */
  suggestions: string[];
  /** Whether the quotation marks had to be left out to find something. */
  relaxed: boolean;
  /** The words to mark on the pages found, folded. */
  words: string[];
}

const rescored = 50;
const proximity = 0.6;

interface Candidate {
  document: number;
  complete: boolean;
  score: number;
}

const best = (a: Candidate, b: Candidate) => +b.complete - +a.complete || b.score - a.score || b.document - a.document;
const newest = (a: Candidate, b: Candidate) => +b.complete - +a.complete || b.document - a.document;

/** answer answers a query. */
export async function answer(store: Store, query: string, options: Options): Promise<Answer> {
  const text = cleaned(String(query));
  const { limit = 10, offset = 0, filters = {}, sort, facets = true, signal } = options;
  const wanted = Object.entries(filters).filter(([, values]) => values.length);
  const columns = facets || wanted.length ? store.facets() : undefined;
  columns?.catch(() => undefined);
  const scores = scorer(store);
  const run = async (loose: boolean): Promise<[Plan, Found]> => {
    const pl = await plan(store, text, loose);
    await scores.prepare(pl.clauses);
    check(signal);
    return [pl, find(store, scores, pl, (await columns) ?? [], wanted, text)];
  };
  let [pl, found] = await run(false);
  let relaxed = false;
  if (!found.candidates.length && pl.phrases) {
    [pl, found] = await run(true);
    relaxed = found.candidates.length > 0;
  }
  if (sort === "date") found.candidates.sort(newest);
  const shown = found.candidates.slice(Math.max(0, offset), Math.max(0, offset) + limit);
  const results = await Promise.all(shown.map(async (c): Promise<Result> => {
    const [url, title, summary, date, type, id] = await store.card(c.document);
    return {
      id: id ?? url.replace(/^.*?([^/]+\/[^/]+)\/$/, "$1"),
      url, type: store.root.types[type].key, title, summary, date, score: c.score, complete: c.complete,
      titleMarks: marks(title, pl.words, store.root),
      summaryMarks: marks(summary, pl.words, store.root),
    };
  }));
  const suggestions = found.candidates.length ? [] : await suggest(store, pl, text);
  check(signal);
  return {
    total: found.candidates.length,
    complete: found.candidates.filter((c) => c.complete).length,
    results, facets: found.facets, suggestions, relaxed, words: [...pl.words].sort(),
  };
}

function check(signal?: AbortSignal): void {
  if (signal?.aborted) throw signal.reason;
}

interface Found {
  candidates: Candidate[];
  facets: Answer["facets"];
}

type Columns = Awaited<ReturnType<Store["facets"]>>;

/** find evaluates a plan and orders the documents that it finds. */
function find(store: Store, scorer: Scorer, pl: Plan, columns: Columns, wanted: [string, string[]][], text: string): Found {
  const scores = new Map<number, number>();
  const met = new Map<number, number>();
  for (const clause of pl.clauses) {
    for (const [d, s] of scorer.evaluate(clause)) {
      scores.set(d, (scores.get(d) ?? 0) + s);
      met.set(d, (met.get(d) ?? 0) + 1);
    }
  }
  for (const b of store.root.boosts) for (const d of b.documents) if (scores.has(d)) scores.set(d, scores.get(d)! * b.factor);
  // Without words, the facets alone choose.
  if (!pl.clauses.length && wanted.length && !text.trim()) for (let d = 0; d < store.root.documents; d++) scores.set(d, 0);
  const lacks = filter(columns, wanted);
  const candidates: Candidate[] = [];
  for (const [document, s] of scores) {
    if (lacks(document).length) continue;
    const m = met.get(document) ?? 0;
    const complete = m === pl.clauses.length;
    candidates.push({ document, complete, score: complete ? s : (s * m) / pl.clauses.length });
  }
  candidates.sort(best);
  rescore(scorer, pl, candidates);
  return { candidates, facets: count(columns, scores, lacks) };
}

/** filter returns, for a document, the facets asked for that it lacks. */
function filter(columns: Columns, wanted: [string, string[]][]): (document: number) => string[] {
  const has = (document: number, column: Columns[0], values: string[]) => column.of(document).some((v) => values.includes(column.values[v]));
  return (document) => wanted.filter(([name, values]) => !columns.some((c) => c.name === name && has(document, c, values))).map(([name]) => name);
}

/** count counts the values of each facet as if it were not asked for. */
function count(columns: Columns, found: Map<number, unknown>, lacks: (d: number) => string[]): Answer["facets"] {
  const missing = [...found.keys()].map((d): [number, string[]] => [d, lacks(d)]);
  return Object.fromEntries(
    columns
      .map(({ name, values, of }): [string, Answer["facets"][string]] => {
        const counts = values.map((value) => ({ value, label: value, count: 0 }));
        for (const [d, names] of missing) if (names.every((n) => n === name)) for (const v of of(d)) counts[v].count++;
        return [name, counts.filter((v) => v.count).sort((a, b) => b.count - a.count)];
      })
      .filter(([, values]) => values.length),
  );
}

/** rescore raises the leading documents in which the words are close together. */
function rescore(scorer: Scorer, pl: Plan, candidates: Candidate[]): void {
  if (pl.clauses.length < 2) return;
  const windows = pl.clauses.map((c) => scorer.windows(leafWords(c)));
  const top = candidates.slice(0, rescored);
  for (const c of top) c.score *= 1 + proximity * closeness(windows.map((w) => w.get(c.document) ?? 0));
  top.sort(best).forEach((c, i) => (candidates[i] = c));
}

/** suggest returns the query with its first unknown word replaced by the nearest ones. */
async function suggest(store: Store, pl: Plan, text: string): Promise<string[]> {
  for (const { word, start, end } of pl.typed) {
    const { length } = [...word];
    if (length < 3 || store.root.stops.has(word) || (await store.word(word))?.count) continue;
    const near = nearest(word, await spellings(store, word), (longer) => Math.min(typos(longer) + 1, (length - 1) >> 1), 3);
    if (near.length) return near.map((n) => text.slice(0, start) + n.shown + text.slice(end));
  }
  return [];
}
