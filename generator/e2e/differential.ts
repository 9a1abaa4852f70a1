// What the Go half has written down of the search of a folder, and how the browser
// half answers the same.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { analyse } from "../../search/client/analysis.ts";
import { answer } from "../../search/client/answer.ts";
import { scorer } from "../../search/client/score.ts";
import { type Card, latest, openStore, type Store } from "../../search/client/store.ts";
import type { Node } from "../../search/client/plan.ts";

interface Hit {
  ID: string;
  Score: number;
  Complete: boolean;
}

interface Expected {
  readings: { text: string; words: string[] | null; at: number[] | null }[];
  classes: Record<string, string[][]>;
  queries: {
    text: string;
    filters?: Record<string, string[]>;
    newest?: boolean;
    offset?: number;
    result: {
      Total: number;
      Complete: number;
      Relaxed: boolean;
      Hits: Hit[] | null;
      Facets: Record<string, { Value: string; Count: number }[]>;
      Suggestions: string[] | null;
      Words: string[] | null;
    };
  }[];
  trees: { tree: Node; docs: number[]; scores: number[] }[];
}

/** files makes fetch read from a folder. */
function files(folder: string): void {
  globalThis.fetch = (async (url: string) => {
    try {
      return new Response(await readFile(path.join(folder, path.basename(new URL(url).pathname))));
    } catch {
      return new Response(null, { status: 404 });
    }
  }) as typeof fetch;
}

/**
 * remember spares what is the same for thousands of queries: the positions of a
 * word are decoded once, and results have no text to look for marks in, which
 * are not compared.
 */
function remember(store: Store): void {
  const positions = new Map<string, ReturnType<Store["positions"]>>();
  const cards = new Map<number, ReturnType<Store["card"]>>();
  const [readPositions, readCard] = [store.positions.bind(store), store.card.bind(store)];
  const once = <K, V>(known: Map<K, V>, key: K, read: () => V): V => {
    if (!known.has(key)) known.set(key, read());
    return known.get(key)!;
  };
  store.positions = (text) => once(positions, text, () => readPositions(text));
  store.card = (document) => once(cards, document, async (): Promise<Card> => {
    const [url, , , date, type, id] = await readCard(document);
    return [url, "", "", date, type, id];
  });
}

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/** compare runs the browser half on the files of a folder and returns what differs from the Go half. */
export async function compare(folder: string, most = 20): Promise<{ checked: number; differences: string[] }> {
  const expected = JSON.parse(await readFile(path.join(folder, "expected.json"), "utf8")) as Expected;
  files(folder);
  const store = await openStore(await latest("http://search.test/pointer.json"));
  remember(store);
  const differences: string[] = [];
  let checked = 0;
  const check = (what: string, got: unknown, want: unknown) => {
    checked++;
    const [g, w] = [JSON.stringify(got), JSON.stringify(want)];
    if (g !== w && differences.length < most) differences.push(`${what}\n   got ${g.slice(0, 600)}\n  want ${w.slice(0, 600)}`);
  };
  for (const r of expected.readings) {
    const tokens = analyse(r.text, store.root);
    check(`reading ${r.text.slice(0, 200)}`, [tokens.map((t) => t.text), tokens.map((t) => t.position)], [r.words ?? [], r.at ?? []]);
  }
  for (const [word, classes] of Object.entries(expected.classes)) {
    const got = (await store.classes(word)).map((c) => c.join(" ")).sort();
    check(`classes of ${word}`, got, classes.map((c) => c.join(" ")).sort());
  }
  for (const { tree, docs, scores } of expected.trees) {
    const { prepare, evaluate } = scorer(store);
    await prepare([tree]);
    const got = [...evaluate(tree)].sort((a, b) => a[0] - b[0]);
    const same = got.length === docs.length && got.every(([d, s], i) => d === docs[i] && near(s, scores[i]));
    check(`tree ${JSON.stringify(tree)}`, same || got, same || docs.map((d, i) => [d, scores[i]]));
  }
  for (const q of expected.queries) {
    const got = await answer(store, q.text, { limit: 1000, offset: q.offset, filters: q.filters, sort: q.newest ? "date" : "relevance" });
    const want = q.result;
    const hits = want.Hits ?? [];
    const name = `query ${JSON.stringify(q.text.slice(0, 100))} ${JSON.stringify(q.filters ?? {})}`;
    check(`${name}: numbers`, [got.total, got.complete, got.relaxed, got.results.length], [want.Total, want.Complete, want.Relaxed, hits.length]);
    check(`${name}: order`, got.results.map((r) => [r.id, r.complete]), hits.map((h) => [h.ID, h.Complete]));
    const scores = got.results.every((r, i) => hits[i] && near(r.score, hits[i].Score));
    check(`${name}: scores`, scores || got.results.map((r) => r.score), scores || hits.map((h) => h.Score));
    check(`${name}: suggestions`, got.suggestions, want.Suggestions ?? []);
    check(`${name}: words`, got.words, want.Words ?? []);
    const facets = Object.fromEntries(Object.entries(want.Facets).map(([f, list]) => [f, list.map((v) => [v.Value, v.Count])]));
    check(`${name}: facets`, Object.entries(got.facets).map(([f, list]) => [f, list.map((v) => [v.value, v.count])]).sort(), Object.entries(facets).sort());
  }
  return { checked, differences };
}
