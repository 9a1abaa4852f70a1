// Evaluates a tree over the postings: RANKING.md, section 4. The Go half is
// search/score.go; scores agree to 1e-9.

import type { Word } from "./files.ts";
import { leafWords, type Node } from "./plan.ts";
import type { Store } from "./store.ts";

const saturation = 0.9;
const exactBoost = 0.15;

type Scores = Map<number, number>;

/** A scorer evaluates the tree of one query. */
export class Scorer {
  private found = new Map<string, Word | undefined>();
  private spots = new Map<string, number[][] | undefined>();

  constructor(private store: Store) {}

  /** prepare fetches what the nodes need. */
  async prepare(nodes: Node[]): Promise<void> {
    const words = new Set<string>();
    const phrases = new Set<string>();
    const collect = (n: Node) => {
      leafWords(n, words);
      if (n.exact) words.add(n.exact);
      n.words?.forEach((w) => (words.add(w), n.op === "phrase" && phrases.add(w)));
      n.kids?.forEach(collect);
    };
    nodes.forEach(collect);
    await Promise.all([
      ...[...words].map(async (w) => this.found.set(w, await this.store.word(w))),
      ...[...phrases].map(async (w) => this.spots.set(w, await this.store.places(w))),
    ]);
  }

  evaluate(node: Node): Scores {
    let all: Scores = new Map();
    switch (node.op) {
      case "words":
        return this.words(node);
      case "title":
        all = this.title(node.words![0]);
        break;
      case "phrase":
        all = this.phrase(node.words!, node.places!);
        break;
      case "near":
        all = this.near(node.sets!);
        break;
      default:
        node.kids?.forEach((kid, i) => {
          const list = this.evaluate(kid);
          if (!i) all = list;
          else if (node.op === "every") {
            for (const [d, s] of all) list.has(d) ? all.set(d, s + list.get(d)!) : all.delete(d);
          } else for (const [d, s] of list) all.set(d, Math.max(s, all.get(d) ?? 0));
        });
    }
    return times(all, node.boost);
  }

  /** windows returns the windows in which documents hold any of some words. */
  windows(words: Iterable<string>): Map<number, number> {
    const all = new Map<number, number>();
    for (const text of words) {
      const w = this.found.get(text);
      w?.documents.forEach((d, i) => w.freqs[i] && all.set(d, all.get(d)! | w.windows[i]));
    }
    return all;
  }

  private words(n: Node): Scores {
    const texts = this.union(n.words!);
    const scores: Scores = new Map();
    const factor = n.boost * this.rarity(Math.max(texts.size, n.floor ?? 0));
    for (const [d, fields] of texts) {
      let score = 0;
      for (let i = 0; i < fields.length; i += 2) if (fields[i]) score += this.saturated(i >> 1, fields[i], fields[i + 1]);
      scores.set(d, score * factor);
    }
    const exact = n.exact ? this.found.get(n.exact) : undefined;
    exact?.documents.forEach((d, i) => exact.freqs[i] && scores.has(d) && scores.set(d, scores.get(d)! * (1 + exactBoost)));
    return scores;
  }

  /** union returns by document the frequency and length of each field. */
  private union(words: string[]): Map<number, number[]> {
    const all = new Map<number, number[]>();
    const width = 2 * this.store.root.fields.length;
    for (const text of words) {
      const w = this.found.get(text);
      w?.documents.forEach((d, i) => {
        if (!w.freqs[i]) return;
        let fields = all.get(d);
        if (!fields) all.set(d, (fields = new Array(width).fill(0)));
        fields[0] += w.freqs[i];
        fields[1] = w.lengths[i];
        const hits = w.hits[i] ?? [];
        for (let k = 0; k < hits.length; k += 3) {
          fields[2 * hits[k]] += hits[k + 1];
          fields[2 * hits[k] + 1] = hits[k + 2];
        }
      });
    }
    return all;
  }

  private title(word: string): Scores {
    const scores: Scores = new Map();
    const w = this.found.get(word);
    w?.documents.forEach((d, i) => {
      const hits = w.hits[i] ?? [];
      for (let k = 0; k < hits.length; k += 3) if (hits[k] === 1) scores.set(d, this.saturated(1, hits[k + 1], hits[k + 2]));
    });
    return times(scores, this.rarity(scores.size));
  }

  private phrase(words: string[], places: number[]): Scores {
    const scores: Scores = new Map();
    const list = words.map((w) => this.found.get(w));
    const index = list.map((w) => new Map(w?.documents.map((d, i) => [d, i])));
    let rarity = 0;
    for (const w of list) rarity += this.rarity(w?.count ?? 0);
    for (const [d, i] of index[0]) {
      if (!list[0]!.freqs[i]) continue;
      const at = list.map((_, k) => {
        const found = index[k].get(d);
        return found === undefined ? [] : (this.spots.get(words[k])?.[found] ?? []);
      });
      const freq = at[0].filter((p) => at.every((spots, k) => !k || spots.includes(p + places[k]))).length;
      if (freq) scores.set(d, rarity * this.saturated(0, freq, list[0]!.lengths[i]));
    }
    return scores;
  }

  private near(sets: string[][]): Scores {
    const scores: Scores = new Map();
    const texts = sets.map((set) => this.union(set));
    const windows = sets.map((set) => this.windows(set));
    let rarity = 0;
    for (const t of texts) rarity += this.rarity(t.size);
    for (const [d, fields] of texts[0]) {
      let shared = 255;
      for (const w of windows) shared &= w.get(d) ?? 0;
      const freq = bits(shared);
      if (freq) scores.set(d, rarity * this.saturated(0, freq, fields[1]));
    }
    return scores;
  }

  private rarity(count: number): number {
    const { documents } = this.store.root;
    const n = Math.min(count, documents);
    return Math.log(1 + (documents - n + 0.5) / (n + 0.5));
  }

  private saturated(field: number, freq: number, length: number): number {
    const f = this.store.root.fields[field];
    return (f.weight * freq * (saturation + 1)) / (freq + saturation * (1 - f.b + (f.b * length) / f.average));
  }
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
