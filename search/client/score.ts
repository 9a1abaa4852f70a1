// Evaluates a tree over the postings: RANKING.md, section 4. The Go half is
// search/score.go; scores agree to 1e-9.

import type { Posting, Word } from "./files.ts";
import type { Node } from "./plan.ts";
import type { Store } from "./store.ts";

const saturation = 0.9;
const exactBoost = 0.15;

/** By document. */
type Scores = Map<number, number>;

export type Scorer = ReturnType<typeof scorer>;

/** scorer returns what evaluates the tree of one query. */
export function scorer(store: Store) {
  const { documents, fields } = store.root;
  const found = new Map<string, Word | undefined>();
  const spots = new Map<string, Map<number, number[]> | undefined>();

  /** prepare fetches what the nodes need. */
  async function prepare(nodes: Node[]): Promise<void> {
    await Promise.all(nodes.flatMap(({ op, words = [], exact = [], sets = [], kids = [] }) => [
      ...words.concat(exact, ...sets).map(async (w) => found.set(w, await store.word(w))),
      ...(op === "phrase" ? words : []).map(async (w) => spots.set(w, await store.positions(w))),
      prepare(kids),
    ]));
  }

  const postings = (word: string): Posting[] => found.get(word)?.postings ?? [];

  /** windows returns the windows in which documents hold any of some words. */
  function windows(words: Iterable<string>): Map<number, number> {
    const all = new Map<number, number>();
    for (const word of words) for (const p of postings(word)) all.set(p.document, all.get(p.document)! | p.windows);
    return all;
  }

  /** union returns the fields of the documents that hold any of some words, as of one word. */
  function union(words: string[]): Map<number, number[]> {
    const all = new Map<number, number[]>();
    for (const word of words) {
      for (const p of postings(word)) {
        if (!p.fields[0]) continue;
        let sum = all.get(p.document);
        if (!sum) all.set(p.document, (sum = fields.flatMap(() => [0, 0])));
        p.fields.forEach((n, i) => (sum![i] = i % 2 ? n || sum![i] : sum![i] + n));
      }
    }
    return all;
  }

  /** The sum of the rarities of words that so many documents hold. */
  function rarity(...counts: number[]): number {
    let sum = 0;
    for (const count of counts) {
      const n = Math.min(count, documents);
      sum += Math.log(1 + (documents - n + 0.5) / (n + 0.5));
    }
    return sum;
  }

  function saturated(field: number, freq: number, length: number): number {
    const { weight, b, average } = fields[field];
    return freq && (weight * freq * (saturation + 1)) / (freq + saturation * (1 - b + (b * length) / average));
  }

  const kinds: Record<Node["op"], (node: Node) => Scores> = {
    words({ words, exact = "", floor = 0 }) {
      const texts = union(words!);
      const scores: Scores = new Map();
      for (const [d, values] of texts) scores.set(d, fields.reduce((sum, _, i) => sum + saturated(i, values[2 * i], values[2 * i + 1]), 0));
      for (const p of postings(exact)) if (p.fields[0] && scores.has(p.document)) scores.set(p.document, scores.get(p.document)! * (1 + exactBoost));
      return times(scores, rarity(Math.max(texts.size, floor)));
    },
    title({ words }) {
      const scores: Scores = new Map();
      for (const { document, fields } of postings(words![0])) if (fields[2]) scores.set(document, saturated(1, fields[2], fields[3]));
      return times(scores, rarity(scores.size));
    },
    phrase({ words, positions }) {
      const scores: Scores = new Map();
      for (const { document, fields } of postings(words![0])) {
        const at = words!.map((w) => spots.get(w)?.get(document) ?? []);
        const freq = at[0].filter((p) => at.every((spots, k) => spots.includes(p + positions![k]))).length;
        if (freq) scores.set(document, saturated(0, freq, fields[1]));
      }
      return times(scores, rarity(...words!.map((w) => found.get(w)?.count ?? 0)));
    },
    near({ sets }) {
      const scores: Scores = new Map();
      const texts = sets!.map(union);
      const met = sets!.map(windows);
      for (const [d, values] of texts[0]) {
        const freq = bits(met.reduce((shared, w) => shared & w.get(d)!, 255));
        if (freq) scores.set(d, saturated(0, freq, values[1]));
      }
      return times(scores, rarity(...texts.map((t) => t.size)));
    },
    best({ kids }) {
      const scores: Scores = new Map();
      for (const kid of kids!) for (const [d, s] of evaluate(kid)) scores.set(d, Math.max(s, scores.get(d) ?? 0));
      return scores;
    },
    every({ kids }) {
      const [scores = new Map() as Scores, ...others] = kids!.map(evaluate);
      for (const list of others) for (const [d, s] of scores) list.has(d) ? scores.set(d, s + list.get(d)!) : scores.delete(d);
      return scores;
    },
  };

  function evaluate(node: Node): Scores {
    return times(kinds[node.op](node), node.boost);
  }

  return { prepare, evaluate, windows };
}

function times(scores: Scores, factor: number): Scores {
  if (factor !== 1) for (const [d, s] of scores) scores.set(d, s * factor);
  return scores;
}

/** bits counts the bits that are set. */
function bits(n: number): number {
  return n.toString(2).replace(/0/g, "").length;
}

/** closeness says how close together the clauses are met, from 0 to 1. */
export function closeness(windows: number[]): number {
  const met = windows.filter(Boolean).length;
  if (met < 2) return 0;
  let most = 0;
  for (let i = 0; i < 8; i++) {
    let sum = 0;
    const beside = (1 << (i + 1) % 8) | (1 << (i + 7) % 8);
    for (const w of windows) sum += (w >> i) & 1 ? 2 : w & beside ? 1 : 0;
    most = Math.max(most, sum);
  }
  return Math.max(0, most - 2) / (2 * met - 2);
}
