// What a list is narrowed with, and which entries are left.

import { fold } from "./_fold";

/** The file that generator/internal/stage/render/FILTERS.md specifies. */
export interface Data {
  version: number;
  filters: { name: string; label: string; values: [key: string, label: string][]; has: (number | number[])[] }[];
  titles: string[];
  cards: string[];
  closes?: string[];
}

/** What is asked for: keys of values by filter, words of the name, days. */
export interface Choice {
  values: Map<string, Set<string>>;
  q: string;
  from: string;
  until: string;
}

export interface Answer {
  /** The entries left, in the order of the list. */
  entries: number[];
  /** By filter: how many entries each value would leave under the other filters. */
  counts: number[][];
}

export async function load(url: string): Promise<Data> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(response.statusText);
  const data = (await response.json()) as Data;
  if (data.version !== 1) throw new Error("version");
  return data;
}

/** The words of a name as they are compared. */
function wordsOf(text: string): string {
  return fold(text).replace(/['\-]/g, " ");
}

export class Narrower {
  /** Indexes of values, by filter and entry. */
  private has: number[][][];
  private names: string[];

  constructor(private data: Data) {
    this.has = data.filters.map((filter) => filter.has.map((value) => (typeof value === "number" ? [value] : value)));
    this.names = data.titles.map(fold);
  }

  /** Values of one filter widen the answer, filters narrow it. */
  ask(choice: Choice): Answer {
    const { filters, closes } = this.data;
    const words = wordsOf(choice.q).split(/\s+/).filter(Boolean);
    const wanted = filters.map(({ name, values }) => {
      const keys = choice.values.get(name);
      return keys?.size ? values.map(([key]) => keys.has(key)) : undefined;
    });
    const counts = filters.map(({ values }) => new Array<number>(values.length).fill(0));
    const entries: number[] = [];
    this.names.forEach((name, entry) => {
      if (!words.every((word) => name.includes(word))) return;
      if (choice.from || choice.until) {
        const day = closes?.[entry];
        if (!day || (choice.from && day < choice.from) || (choice.until && day.slice(0, 10) > choice.until)) return;
      }
      // An entry that a single filter leaves out counts for that filter alone.
      let out = -1;
      for (let f = 0; f < filters.length; f++) {
        if (wanted[f] && !this.has[f]![entry]!.some((value) => wanted[f]![value])) {
          if (out >= 0) return;
          out = f;
        }
      }
      if (out < 0) entries.push(entry);
      for (let f = 0; f < filters.length; f++) {
        if (out < 0 || out === f) for (const value of this.has[f]![entry]!) counts[f]![value]!++;
      }
    });
    return { entries, counts };
  }
}
