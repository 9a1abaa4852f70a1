// What is typed: titles and words of documents chosen by chance, the same at
// every run.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The sections of the corpus. */
const sections = ["articles", "guides", "structures"];

/** A title to look for, and the address of the page that has it. */
export interface Known {
  query: string;
  url: string;
}

export interface Sample {
  known: Known[];
  words: string[];
}

/** random returns numbers from 0 to 1 that only depend on a seed (mulberry32). */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** sample chooses titles of documents, and words of at least six letters out of their bodies. */
export async function sample(site: string, titles: number, words: number): Promise<Sample> {
  const r = random(20261124);
  const files: { section: string; name: string }[] = [];
  for (const section of sections) {
    for (const name of (await readdir(join(site, "content", section))).sort()) files.push({ section, name });
  }
  const known: Known[] = [];
  const chosen = new Set<string>();
  while (known.length < titles || chosen.size < words) {
    const { section, name } = files[Math.floor(r() * files.length)]!;
    const text = await readFile(join(site, "content", section, name), "utf8");
    const title = /^title: "(.*)"$/m.exec(text)![1]!;
    // The words that carry the title; articles and prepositions are shorter.
    const query = (title.match(/[\p{L}\p{N}]+/gu) ?? []).filter((w) => w.length > 3).join(" ").toLowerCase();
    if (known.length < titles) known.push({ query, url: `/${section}/${name.replace(/\.fr\.md$/, "")}/` });
    const long = (text.slice(text.indexOf("\n---\n")).match(/\p{L}{6,14}/gu) ?? []).map((w) => w.toLowerCase());
    if (chosen.size < words) chosen.add(long[Math.floor(r() * long.length)]!);
  }
  return { known, words: [...chosen] };
}

/** quantile returns the smallest value that a share of the values does not exceed. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const median = (values: number[]) => quantile(values, 0.5);
