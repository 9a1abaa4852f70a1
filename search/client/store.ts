// Fetches the files of a search, each once, and checks what comes.

import { sum } from "./coder.ts";
import {
  type Facet, order, type Range, readFacets, readPlaces, readRoot, readShard, readSpelling, type Root, type Shard, version, type Word,
} from "./files.ts";

export type Kind = "offline" | "missing" | "damaged" | "version";

/** A search that could not be answered; kind says why. */
export class SearchError extends Error {
  constructor(readonly kind: Kind) {
    super(`search: ${kind}`);
  }
}

/** get fetches a file. A checksum is compared with the content. */
async function get(url: string, checksum: string, cache: RequestCache = "default"): Promise<Uint8Array> {
  let response;
  let data;
  try {
    response = await fetch(url, { cache });
    data = new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new SearchError("offline");
  }
  if (!response.ok) throw new SearchError(response.status === 404 || response.status === 410 ? "missing" : "offline");
  if (!checksum || sum(data) === checksum) return data;
  if (cache === "default") return get(url, checksum, "reload");
  throw new SearchError("damaged");
}

/** What a result list shows of a document. */
export type Card = [url: string, title: string, summary: string, date: string, type: number, id?: string];

/** Makes the root that follows one with an address, if it knows how. */
export type Follow = (root: Root, url: string) => Root | undefined;

/** The files of one root. */
export class Store {
  private files = new Map<string, Promise<unknown>>();

  constructor(readonly root: Root, private url: string) {}

  /** open reads a root. What a former store has and this one too need not come again. */
  static async open(url: string, former?: Store, follow?: Follow): Promise<Store> {
    let root = former && follow?.(former.root, former.url);
    if (!root) {
      const data = await get(url, /r-([0-9a-f]{6})\.bin$/.exec(url)?.[1] ?? "");
      root = read(() => readRoot(data));
    }
    if (!root) throw new SearchError("version");
    const store = new Store(root, url);
    // Facets are read by the number of documents of the root, words by its fields and lengths too.
    const { documents, fields, lengths } = former?.root ?? root;
    const same = root.fields.length === fields.length && (root.lengths === lengths || String(root.lengths) === String(lengths));
    const kinds = root.documents !== documents ? "csp" : same ? "cspfw" : "cspf";
    for (const [name, file] of former?.files ?? []) if (kinds.includes(name[0])) store.files.set(name, file);
    return store;
  }

  /** latest asks which root is the newest. */
  static async latest(pointer: string): Promise<string> {
    const text = new TextDecoder().decode(await get(pointer, "", "no-cache"));
    const about = read(() => JSON.parse(text) as { root: string; shards: number });
    if (about.shards !== version) throw new SearchError("version");
    return new URL(about.root, pointer).href;
  }

  private file<T>(kind: string, checksum: string, use: (data: Uint8Array) => T): Promise<T> {
    const name = `${kind}-${checksum}.${kind === "c" ? "json" : "bin"}`;
    let file = this.files.get(name) as Promise<T> | undefined;
    if (!file) {
      file = get(new URL(name, this.url).href, checksum).then((data) => read(() => use(data)));
      file.catch(() => this.files.delete(name));
      this.files.set(name, file);
    }
    return file;
  }

  /** shard returns the shard in which a word or a prefix is looked up. */
  shard(word: string): Promise<Shard> {
    return this.file("w", this.root.words.sums[find(this.root.words, word)], (data) => readShard(data, this.root));
  }

  async word(text: string): Promise<Word | undefined> {
    return (await this.shard(text)).words.get(text);
  }

  /** classes returns the sets of words that find each other with a word. */
  async classes(text: string): Promise<string[][]> {
    const shard = await this.shard(text);
    const word = shard.words.get(text);
    return word ? word.classes.map((c) => shard.members[c]) : [];
  }

  async places(text: string): Promise<number[][] | undefined> {
    const at = find(this.root.words, text);
    const { placesEach } = this.root;
    const group = Math.floor(at / placesEach);
    const sections = Math.min(placesEach, this.root.words.keys.length - group * placesEach);
    const shard = await this.shard(text);
    const data = await this.file("p", this.root.places[group], (data) => data);
    return read(() => readPlaces(data, sections, at % placesEach, shard)).get(text);
  }

  async card(document: number): Promise<Card> {
    const { cardsEach, cards } = this.root;
    const list = await this.file("c", cards[Math.floor(document / cardsEach)], (data) => JSON.parse(new TextDecoder().decode(data)) as Card[]);
    return list[document % cardsEach];
  }

  facets(): Promise<Facet[]> {
    return this.file("f", this.root.facets, (data) => readFacets(data, this.root.documents));
  }

  /** spelling returns the words that begin with a key; reversed ones if so. */
  async spelling(key: string, reversed: boolean): Promise<[string, number][]> {
    const range = reversed ? this.root.reversed : this.root.spelling;
    const last = range.keys.length - 1;
    const files = [];
    for (let i = Math.max(0, find(range, key)); i <= last && (range.keys[i] <= key || range.keys[i].startsWith(key)); i++) {
      files.push(this.file("s", range.sums[i], readSpelling));
    }
    return (await Promise.all(files)).flat();
  }
}

/** find returns the last file whose key does not come after a word. */
function find(range: Range, word: string): number {
  let low = 0;
  for (let high = range.keys.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (order(range.keys[middle], word) > 0) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/** read turns whatever a decoder throws into one kind of error. */
function read<T>(f: () => T): T {
  try {
    return f();
  } catch {
    throw new SearchError("damaged");
  }
}
