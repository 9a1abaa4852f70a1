// What people type becomes a tree of words: RANKING.md, section 3. The Go half
// is search/plan.go, whose tree is the same for every query; a test compares.

import { analyse, fold, type Token } from "./analysis.ts";
import { type Member, order } from "./files.ts";
import type { Store } from "./store.ts";

export interface Node {
  op: "words" | "title" | "phrase" | "near" | "best" | "every";
  boost: number;
  words?: string[];
  exact?: string;
  floor?: number;
  positions?: number[];
  sets?: string[][];
  kids?: Node[];
}

export interface Plan {
  clauses: Node[];
  words: Set<string>;
  phrases: boolean;
  typed: { word: string; start: number; end: number }[];
}

interface Slot extends Token {
  ways: Node[];
  used: Set<string>;
}

const endingBoost = 0.9;
const synonymBoost = 0.7;
const prefixBoost = 0.15;
const unknownPrefix = 0.8;
const typoBoost = 0.6;
const splitBoost = 0.6;
const joinBoost = 0.5;
const maxClauses = 32;

const quotes = /["«»“”„‟]/g;

/** cleaned returns the part of a query that is read. */
export function cleaned(text: string): string {
  return [...text.replace(/[\ud800-\udfff]/gu, " ")].slice(0, 1000).join("");
}

function stretches(text: string, loose: boolean): { text: string; start: number; quoted: boolean }[] {
  const parts: { text: string; start: number; quoted: boolean }[] = [];
  const add = (start: number, end: number, quoted: boolean) => {
    const part = text.slice(start, end).replace(quotes, " ");
    if (part.trim()) parts.push({ text: part, start, quoted });
  };
  const marks = loose ? [] : [...text.matchAll(quotes)].map((m) => m.index!);
  let start = 0;
  for (let i = 0; i + 1 < marks.length; i += 2) {
    add(start, marks[i], false);
    add(marks[i] + 1, marks[i + 1], true);
    start = marks[i + 1] + 1;
  }
  add(start, text.length, false);
  return parts;
}

function join(op: "best" | "every", boost: number, kids: Node[]): Node {
  return kids.length === 1 && boost === 1 ? kids[0] : { op, boost, kids };
}

/** leafWords adds the words below a node to a set. */
export function leafWords(node: Node, set = new Set<string>()): Set<string> {
  if (node.op !== "title") node.words?.forEach((w) => set.add(w));
  node.sets?.flat().forEach((w) => set.add(w));
  node.kids?.forEach((kid) => leafWords(kid, set));
  return set;
}

export async function plan(store: Store, text: string, loose: boolean): Promise<Plan> {
  const { root } = store;
  const pl: Plan = { clauses: [], words: new Set(), phrases: false, typed: [] };
  const parts = stretches(text, loose).map((s) => ({ ...s, tokens: analyse(s.text, root) }));
  const content = parts.some((s) => s.tokens.some((t) => !t.extra && !root.stops.has(t.text)));
  for (const s of parts) {
    if (s.quoted) {
      pl.phrases = true;
      planPhrase(s.tokens);
      continue;
    }
    const last = s.tokens[s.tokens.length - 1];
    await planWords(s.tokens, s.start, s === parts[parts.length - 1] && last?.end === s.text.length);
  }
  pl.clauses.length = Math.min(pl.clauses.length, maxClauses);
  for (const c of pl.clauses) {
    leafWords(c, pl.words);
    if (!content) [c, ...(c.kids ?? [])].forEach((n) => n.words?.forEach((w) => pl.words.add(w)));
  }
  return pl;

  function planPhrase(tokens: Token[]): void {
    const list = tokens.filter((t) => !t.extra && !root.stops.has(t.text));
    const words = list.map((t) => t.text);
    if (words.length === 1) pl.clauses.push({ op: "words", boost: 1, words });
    else if (words.length) pl.clauses.push({ op: "phrase", boost: 1, words, positions: list.map((t) => t.position - list[0].position) });
    else if (!content && tokens.length) {
      pl.clauses.push(join("every", 1, tokens.filter((t) => !t.extra).map((t) => title(t.text))));
    }
  }

  async function planWords(tokens: Token[], start: number, open: boolean): Promise<void> {
    const slots: Slot[] = tokens
      .filter((t) => !t.extra && !(content && root.stops.has(t.text)))
      .slice(0, maxClauses)
      .map((t) => ({ ...t, ways: [], used: new Set() }));
    if (!content) {
      pl.clauses.push(...slots.map((s) => title(s.text)));
      return;
    }
    // All that is looked up at once is asked for at once.
    const joins = tokens.filter((t) => t.parts);
    await Promise.all([...slots, ...joins].map((t) => store.shard(t.text)));
    for (const s of slots) for (const c of await store.classes(s.text)) add(s, c, 1, 0, s.text);
    for (const t of joins) {
      for (const c of await store.classes(t.text)) {
        for (const s of slots) if (s.position >= t.position && s.position < t.position + t.parts) add(s, c, 1 / t.parts);
      }
    }
    for (let i = 1; i < slots.length; i++) {
      const [a, b] = [slots[i - 1], slots[i]];
      const joined = a.text + b.text;
      if (b.position !== a.position + 1) continue;
      // Of two known words the first tells whether to look.
      if ((await count(a.text)) && (await count(b.text)) && !(await store.word(a.text))!.compound) continue;
      if (!(await count(joined))) continue;
      await addList(a, [joined], () => joinBoost);
      await addList(b, [joined], () => joinBoost);
    }
    await addSynonyms(slots);
    const last = slots[slots.length - 1];
    if (open && last && last.end === tokens[tokens.length - 1].end) await addCompletions(last);
    await Promise.all(slots.map((s) => s.ways.length || addGuesses(s)));
    for (const s of slots) {
      pl.typed.push({ word: s.text, start: s.start + start, end: s.end + start });
      pl.clauses.push(join("best", 1, s.ways));
    }
  }

  async function count(word: string): Promise<number> {
    return (await store.word(word))?.count ?? 0;
  }

  function add(s: Slot, words: string[], boost: number, floor?: number, exact?: string): void {
    if (s.used.has(words[0])) return;
    s.used.add(words[0]);
    s.ways.push({ op: "words", boost, words, floor, exact });
  }

  async function addList(s: Slot, words: string[], boost: (i: number) => number): Promise<void> {
    const counts = await Promise.all([s.text, ...words].map(count));
    const together = counts.reduce((a, b) => a + b, 0);
    for (let i = 0; i < words.length; i++) {
      for (const c of await store.classes(words[i])) add(s, c, boost(i), together);
    }
  }

  async function addSynonyms(slots: Slot[]): Promise<void> {
    // Which words of members each slot stands for, as it is or in another form.
    const marked = await Promise.all(slots.map(async (s) => {
      const shard = await store.shard(s.text);
      const classes = shard.words.get(s.text)?.classes ?? [];
      return new Set(shard.marks.filter((m) => classes.includes(m[0])).map((m) => m.slice(1).join()));
    }));
    for (const [g, group] of root.synonyms.entries()) {
      for (const [m, { words }] of group.entries()) {
        for (let i = 0; i + words.length <= slots.length; i++) {
          if (!words.every((w, k) => slots[i + k].text === w || marked[i + k].has([g, m, k].join()))) continue;
          for (const other of group) {
            if (other === group[m]) continue;
            for (const s of slots.slice(i, i + words.length)) await addMember(s, other, synonymBoost / words.length);
          }
        }
      }
    }
  }

  async function addMember(s: Slot, member: Member, boost: number): Promise<void> {
    const sets = await Promise.all(member.words.map(async (w) => [...new Set((await store.classes(w)).flat())].sort(order)));
    if (sets.some((set) => !set.length)) return;
    if (sets.length === 1) add(s, sets[0], boost);
    else s.ways.push({ op: "near", boost, sets });
  }

  async function addCompletions(s: Slot): Promise<void> {
    const { text } = s;
    const known = (await count(text)) > 0;
    if ([...text].length < (known ? 4 : 2)) return;
    await addList(s, await completions(text), () => (known ? prefixBoost : unknownPrefix));
  }

  async function completions(prefix: string): Promise<string[]> {
    const shard = await store.shard(prefix);
    const listed = shard.completions.get(prefix);
    if (listed) return listed;
    return [...shard.words.values()]
      .filter((w) => w.text.startsWith(prefix) && w.text !== prefix && w.classes.length)
      .sort((a, b) => b.count - a.count || order(a.text, b.text))
      .slice(0, 8)
      .map((w) => w.text);
  }

  async function addGuesses(s: Slot): Promise<void> {
    const word = s.text;
    const other = await known(endings(word, root.endings));
    if (other) return addList(s, [other], () => endingBoost);
    for (const article of [...root.articles].sort(order)) {
      const rest = word.slice(article.length);
      const other = rest && word.startsWith(article) && (await known([rest, ...endings(rest, root.endings)]));
      if (other) await addList(s, [other], () => unknownPrefix);
    }
    const near = await spellings(store, word);
    const [first, second] = split(word, near);
    if (first) s.ways.push({ op: "every", boost: splitBoost, kids: await Promise.all([first, second].map(anyClass)) });
    const guesses = nearest(word, near, typos, 5);
    await addList(s, guesses.map((n) => n.word), (i) => typoBoost ** guesses[i].distance);
  }

  /** The first of some words that texts hold, or that is a stem of such. */
  async function known(words: string[]): Promise<string | undefined> {
    const classes = await Promise.all(words.map((w) => store.classes(w)));
    return words.find((_, i) => classes[i].length);
  }

  async function anyClass(word: string): Promise<Node> {
    return join("best", 1, (await store.classes(word)).map((words) => ({ op: "words", boost: 1, words })));
  }
}

function title(word: string): Node {
  return { op: "title", boost: 1, words: [word] };
}

function endings(word: string, groups: string[]): string[] {
  const list = new Set<string>();
  for (const group of groups) {
    const all = group.split(" ");
    for (const ending of all) {
      const rest = word.slice(0, word.length - ending.length);
      if (!word.endsWith(ending) || [...rest].length < 2) continue;
      for (const other of all) if (other !== ending) list.add(rest + other);
    }
  }
  return [...list];
}

/** By word, its usual spelling and the class of its frequency. */
export type Spellings = Map<string, [shown: string, kind: number]>;

/** spellings fetches the words that share the beginning or the end of a word. */
export async function spellings(store: Store, word: string): Promise<Spellings> {
  const c = [...word];
  if (c.length < 3) return new Map();
  const [forward, backward] = await Promise.all([store.spelling(store.root.spelling, c.slice(0, 2).join("")), store.spelling(store.root.reversed, turned(c.slice(-3).join("")))]);
  const all: [string, number][] = [...forward, ...backward.map(([w, kind]): [string, number] => [turned(w), kind])];
  return new Map(all.map((s) => [fold(s[0]), s]));
}

function turned(text: string): string {
  return [...text].reverse().join("");
}

function split(word: string, known: Spellings): [string, string] {
  const c = [...word];
  let best: [string, string] = ["", ""];
  let most = -1;
  for (let i = 3; i <= c.length - 3; i++) {
    const first = c.slice(0, i).join("");
    const second = c.slice(i).join("");
    const a = known.get(first);
    const b = known.get(second);
    if (a && b && Math.min(a[1], b[1]) > most) {
      most = Math.min(a[1], b[1]);
      best = [first, second];
    }
  }
  return best;
}

/** typos returns how many typos are allowed in a word of so many letters. */
export const typos = (letters: number) => (letters >= 9 ? 2 : letters >= 5 ? 1 : 0);

/**
 * nearest returns the words at most so many changes away as are allowed for the
 * longer of the two, the likeliest first.
 */
export function nearest(word: string, known: Spellings, allowed: (letters: number) => number, limit: number): { word: string; shown: string; distance: number }[] {
  const typed = [...word];
  if (typed.length < 3 || /\p{N}/u.test(word)) return [];
  const begin = typed.slice(0, 2).join("");
  const end = typed.slice(-3).join("");
  const found: { word: string; shown: string; distance: number; kind: number }[] = [];
  for (const [w, [shown, kind]] of known) {
    if (!w.startsWith(begin) && !w.endsWith(end)) continue;
    const letters = [...w];
    const most = allowed(Math.max(letters.length, typed.length));
    const distance = changes(typed, letters, most);
    if (distance > 0 && distance <= most) found.push({ word: w, shown, distance, kind });
  }
  return found.sort((a, b) => a.distance - b.distance || b.kind - a.kind || order(a.word, b.word)).slice(0, limit);
}

/** changes is the distance of optimal string alignment, up to limit. */
function changes(a: string[], b: string[], limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      let n = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) n = Math.min(n, older[j - 2] + 1);
      next.push(n);
    }
    if (Math.min(...next) > limit) return limit + 1;
    older = row;
    row = next;
  }
  return row[b.length];
}
