// What the search files hold, read. FORMAT.md specifies every byte.

import { coder, decoded, hex, times } from "./coder.ts";

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
  positions: number[];
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
  positions: string[];
  positionsEach: number;
  cards: string[];
  cardsEach: number;
  facets: string;
  lengths?: number[];
}

/** A document that has a word. */
export interface Posting {
  document: number;
  /** The classes of windows in which its text has the word, as bits. */
  windows: number;
  /** By field, how often it has the word and how long it is; the fields at the end that lack it may be left out. */
  fields: number[];
}

export interface Word {
  text: string;
  /** Whether some word is this one and another, written together. */
  compound: boolean;
  classes: number[];
  postings: Posting[];
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
  if (decoded(data.subarray(0, 4)) !== "ESR" + String.fromCharCode(version)) return;
  const { number, text, raw, tree } = coder(data.subarray(4));
  const n = number();
  const t = text();
  const keys = text();
  const code = tree(8);
  const many = <T>(read: () => T): T[] => times(n(), read);
  const texts = () => many(t);
  const ascending = () => {
    let last = 0;
    return many(() => (last += n()));
  };
  const hash = () => hex(raw(24));
  const range = () => {
    const list = many(() => [keys(), hash()]);
    return { keys: list.map((e) => e[0]), sums: list.map((e) => e[1]) };
  };
  const tag = t();
  const documents = n();
  // In the order in which they are written.
  return {
    tag,
    documents,
    fields: many(() => (t(), { weight: +t(), b: +t(), average: n() / documents || 1 })),
    types: many(() => ({ key: t(), label: t() })),
    articles: new Set(texts()),
    stops: new Set(texts()),
    endings: texts(),
    inclusive: n() === 1,
    thousands: String.fromCharCode(n()).replace("\0", ""),
    synonyms: many(() => many(() => ({ words: texts(), positions: ascending() }))),
    boosts: many(() => ({ factor: +t(), documents: ascending() })),
    words: range(),
    spelling: range(),
    reversed: range(),
    positions: many(hash),
    cards: many(hash),
    positionsEach: n(),
    cardsEach: n(),
    facets: hash(),
    lengths: n() ? times(documents, () => lengthOf(code())) : undefined,
  };
}

export function readShard(data: Uint8Array, root: Root): Shard {
  const { models, bit, number, tree, text } = coder(data);
  const more = models(1);
  const compound = models(1);
  const word = text();
  const classCount = number();
  const back = number();
  const some = number();
  const df = number();
  const gaps = times(32, number);
  const freq = number();
  const one = tree(3);
  const several = models(4); // by frequency, of which 2 and 3 are used
  const length = number();
  const extra = models(3);
  const present = models(root.fields.length);
  const often = number();
  const lengths = root.fields.map(number);
  const count = number();
  const mark = times(4, number);

  const words = new Map<string, Word>();
  const members: string[][] = [];
  while (bit(more)) {
    const w: Word = { text: word(), compound: !!bit(compound), classes: [], postings: [], count: 0 };
    words.set(w.text, w);
    for (let k = classCount(); k > 0; k--) {
      const at = back();
      const n = at ? members.length - at : members.push([]) - 1;
      members[n].push(w.text);
      w.classes.push(n);
    }
    const postings = df();
    const gap = gaps[32 - Math.clz32(root.documents / Math.max(postings, 1))];
    const everywhere = postings > Math.max(1000, Math.floor(root.documents / 4));
    for (let document = -1; w.postings.length < postings; ) {
      document += 1 + gap();
      const f = freq();
      let windows = 0;
      if (f > 3 || (f && everywhere)) windows = 255;
      else if (f === 1) windows = 1 << one();
      else if (f) for (let i = 0; i < 8; i++) windows |= bit(several + f) << i;
      if (f) w.count++;
      const fields = [f, root.lengths ? root.lengths[document] : lengthOf(length())];
      if (bit(extra + Math.min(f, 2))) {
        for (let i = 1; i < root.fields.length; i++) fields.push(...(bit(present + i) ? [often() + 1, lengthOf(lengths[i]())] : [0, 0]));
      }
      w.postings.push({ document, windows, fields });
    }
  }
  const other = text();
  const list = (n: () => number) => times(n(), other);
  for (const m of members) {
    m.push(...list(some));
    m.sort(order);
  }
  const completions = new Map(list(count).map((p): [string, string[]] => [p, []]));
  for (const words of completions.values()) words.push(...list(count));
  const marks = times(count(), () => mark.map((read) => read()));
  return { words, members, completions, marks };
}

/** The order of words everywhere: by code units. */
export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By word and document, the positions in the text. */
export type Positions = Map<string, Map<number, number[]>>;

/** readPositions returns the positions of the words of a shard. */
export function readPositions(file: Uint8Array, sections: number, wanted: number, shard: Shard): Positions {
  let start = 2 + file[0] * 256 + file[1];
  const sizes = times(sections, coder(file.subarray(2, start)).number());
  for (let i = 0; i < wanted; i++) start += sizes[i];
  const { number } = coder(file.subarray(start, start + sizes[wanted]));
  const first = number();
  const delta = number();
  const positions = (frequency: number) => {
    let last = 0;
    return times(frequency, (i) => (last += i ? delta() : first()));
  };
  return new Map([...shard.words].map(([text, w]) => [text, new Map(w.postings.map((p) => [p.document, positions(p.fields[0])]))]));
}

export interface Facet {
  name: string;
  values: string[];
  /** The values that a document has, by their numbers. */
  of: (document: number) => number[];
}

export function readFacets(data: Uint8Array, documents: number): Facet[] {
  const { number, text } = coder(data);
  const t = text();
  const n = number();
  return times(n(), () => {
    const name = t();
    const values = times(n(), t);
    const counts = times(3, number);
    const next = number();
    const first = times(values.length + 1, number);
    const all: number[] = [];
    const starts: number[] = [];
    let before = 0;
    let last = 0;
    for (let d = 0; d < documents; d++) {
      before = counts[Math.min(before, 2)]();
      starts.push(all.length);
      let value = -1;
      for (let i = 0; i < before; i++) {
        if (i) value += 1 + next();
        else {
          value = first[last]();
          last = value + 1;
        }
        all.push(value);
      }
    }
    return { name, values, of: (d) => all.slice(starts[d], starts[d + 1]) };
  });
}

/** readSpelling returns usual spellings with the class of their frequency. */
export function readSpelling(data: Uint8Array): [string, number][] {
  const { number, tree, text } = coder(data);
  const t = text();
  const n = number();
  const kind = tree(5);
  return times(n(), (): [string, number] => [t(), kind()]);
}
