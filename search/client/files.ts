// What the search files hold, read. FORMAT.md specifies every byte.

import { Coder, hex, times } from "./coder.ts";

export interface Field {
  weight: number;
  b: number;
  average: number;
}

/** A range of files by the first key that is looked up in each. */
export interface Range {
  keys: string[];
  sums: string[];
}

export interface Member {
  words: string[];
  places: number[];
}

export interface Root {
  tag: string;
  documents: number;
  fields: Field[];
  types: { key: string; label: string }[];
  articles: Set<string>;
  stops: Set<string>;
  endings: string[];
  inclusive: boolean;
  thousands: string;
  synonyms: Member[][];
  boosts: { factor: number; documents: number[] }[];
  words: Range;
  spelling: Range;
  reversed: Range;
  places: string[];
  placesEach: number;
  cards: string[];
  cardsEach: number;
  facets: string;
  lengths?: number[];
}

/** The postings of a word, in columns. */
export interface Word {
  text: string;
  /** Whether some word is this one and another, written together. */
  compound: boolean;
  classes: number[];
  documents: number[];
  freqs: number[];
  windows: number[];
  lengths: number[];
  /** By posting, field, frequency and length of the other fields. */
  hits: (number[] | undefined)[];
  /** The number of documents whose text holds the word. */
  count: number;
}

export interface Shard {
  words: Map<string, Word>;
  /** The words of a class, those of other shards included, sorted. */
  members: string[][];
  completions: Map<string, string[]>;
  /** [class, group, member, word] of synonyms. */
  marks: number[][];
}

export const version = 1;

function lengthOf(code: number): number {
  return code < 8 ? code : ((code % 4) + 4) * 2 ** ((code >> 2) - 1);
}

export function readRoot(data: Uint8Array): Root | undefined {
  if (data[0] !== 69 || data[1] !== 83 || data[2] !== 82 || data[3] !== version) return;
  const c = new Coder(data.subarray(4));
  const n = c.number();
  const t = c.text();
  const many = <T>(read: () => T): T[] => times(n(), read, c);
  const texts = () => many(t);
  const ascending = () => {
    let last = 0;
    return many(() => (last += n()));
  };
  const hash = () => hex(c.raw(24));
  const tag = t();
  const documents = n();
  const fields = many(() => {
    t();
    const weight = +t();
    const b = +t();
    return { weight, b, average: n() / documents || 1 };
  });
  const types = many(() => ({ key: t(), label: t() }));
  const articles = new Set(texts());
  const stops = new Set(texts());
  const endings = texts();
  const inclusive = n() === 1;
  const mark = n();
  const thousands = mark ? String.fromCharCode(mark) : "";
  const synonyms = many(() => many(() => ({ words: texts(), places: ascending() })));
  const boosts = many(() => ({ factor: +t(), documents: ascending() }));
  const keys = c.text();
  const range = () => {
    const list = many(() => [keys(), hash()]);
    return { keys: list.map((e) => e[0]), sums: list.map((e) => e[1]) };
  };
  const words = range();
  const spelling = range();
  const reversed = range();
  const places = many(hash);
  const cards = many(hash);
  const placesEach = n();
  const cardsEach = n();
  const facets = hash();
  let lengths;
  if (n()) {
    const code = c.tree(8);
    lengths = times(documents, () => lengthOf(code()), c);
  }
  c.over();
  return {
    tag, documents, fields, types, articles, stops, endings, inclusive, thousands, synonyms, boosts,
    words, spelling, reversed, places, placesEach, cards, cardsEach, facets, lengths,
  };
}

export function readShard(data: Uint8Array, root: Root): Shard {
  const c = new Coder(data);
  const more = c.models(1);
  const compound = c.models(1);
  const text = c.text();
  const classCount = c.number();
  const back = c.number();
  const some = c.number();
  const df = c.number();
  const gaps = Array.from({ length: 32 }, () => c.number());
  const freq = c.number();
  const one = c.tree(3);
  const several = c.models(2);
  const length = c.number();
  const extra = c.models(3);
  const present = c.models(root.fields.length);
  const often = c.number();
  const lengths = root.fields.map(() => c.number());
  const count = c.number();
  const mark = Array.from({ length: 4 }, () => c.number());

  const words = new Map<string, Word>();
  const members: string[][] = [];
  while (c.bit(more)) {
    const w: Word = { text: text(), compound: !!c.bit(compound), classes: [], documents: [], freqs: [], windows: [], lengths: [], hits: [], count: 0 };
    for (let k = classCount(); k > 0; k--) {
      c.over();
      const at = back();
      if (at === 0) members.push([]);
      const n = members.length - (at || 1);
      members[n].push(w.text);
      w.classes.push(n);
    }
    const postings = df();
    const gap = gaps[32 - Math.clz32(root.documents / Math.max(postings, 1))];
    const everywhere = postings > Math.max(1000, Math.floor(root.documents / 4));
    let document = -1;
    for (let k = 0; k < postings; k++) {
      c.over();
      document += 1 + gap();
      const f = freq();
      let windows = 0;
      if (f && (f > 3 || everywhere)) windows = 255;
      else if (f === 1) windows = 1 << one();
      else if (f > 1) for (let i = 0; i < 8; i++) windows |= c.bit(several + f - 2) << i;
      w.documents.push(document);
      w.freqs.push(f);
      if (f) w.count++;
      w.windows.push(windows);
      w.lengths.push(root.lengths ? root.lengths[document] : lengthOf(length()));
      let hits: number[] | undefined;
      if (c.bit(extra + Math.min(f, 2))) {
        hits = [];
        for (let i = 1; i < root.fields.length; i++) {
          if (c.bit(present + i)) hits.push(i, often() + 1, lengthOf(lengths[i]()));
        }
      }
      w.hits.push(hits);
    }
    words.set(w.text, w);
  }
  const t = c.text();
  const list = (n: () => number) => times(n(), t, c);
  for (const m of members) {
    m.push(...list(some));
    m.sort(order);
  }
  const completions = new Map(list(count).map((p): [string, string[]] => [p, []]));
  for (const words of completions.values()) words.push(...list(count));
  const marks = times(count(), () => mark.map((read) => read()), c);
  c.over();
  return { words, members, completions, marks };
}

/** The order of words everywhere: by code units. */
export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** readPlaces returns the positions of the words of a shard by posting. */
export function readPlaces(file: Uint8Array, sections: number, wanted: number, shard: Shard): Map<string, number[][]> {
  let start = 2 + file[0] * 256 + file[1];
  const head = new Coder(file.subarray(2, start));
  const size = head.number();
  const sizes = times(sections, size, head);
  for (let i = 0; i < wanted; i++) start += sizes[i];
  const c = new Coder(file.subarray(start, start + sizes[wanted]));
  const first = c.number();
  const delta = c.number();
  const all = new Map<string, number[][]>();
  for (const w of shard.words.values()) {
    all.set(w.text, w.freqs.map((freq) => {
      let last = 0;
      return times(freq, (i) => (last += i ? delta() : first()), c);
    }));
  }
  return all;
}

export interface Facet {
  name: string;
  values: string[];
  /** The values that a document has, by their numbers. */
  of: (document: number) => number[];
}

export function readFacets(data: Uint8Array, documents: number): Facet[] {
  const c = new Coder(data);
  const t = c.text();
  const n = c.number();
  return times(n(), () => {
    const name = t();
    const values = times(n(), t, c);
    const counts = [c.number(), c.number(), c.number()];
    const next = c.number();
    const first = times(values.length + 1, () => c.number(), c);
    const all: number[] = [];
    const starts: number[] = [];
    let before = 0;
    let last = 0;
    for (let d = 0; d < documents; d++) {
      before = counts[Math.min(before, 2)]();
      starts.push(all.length);
      let value = -1;
      for (let i = 0; i < before; i++) {
        c.over();
        if (i) value += 1 + next();
        else {
          value = first[last]();
          last = value + 1;
        }
        all.push(value);
      }
    }
    return { name, values, of: (d) => all.slice(starts[d], starts[d + 1]) };
  }, c);
}

/** readSpelling returns usual spellings with the class of their frequency. */
export function readSpelling(data: Uint8Array): [string, number][] {
  const c = new Coder(data);
  const t = c.text();
  const n = c.number();
  const kind = c.tree(5);
  return times(n(), (): [string, number] => [t(), kind()], c);
}
