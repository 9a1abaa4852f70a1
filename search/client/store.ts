// Fetches the files of a search, each once, and checks what comes.

import { decoded, sum } from "./coder.ts";
import { order, type Range, readFacets, readPositions, readRoot, readShard, readSpelling, type Root, version, type Word } from "./files.ts";

export type Kind = "offline" | "missing" | "damaged" | "version";

/** A search that could not be answered; kind says why. */
export class SearchError extends Error {
  constructor(readonly kind: Kind) {
    super(`search: ${kind}`);
  }
}

/** get fetches a file. The checksum in a name is compared with the content. */
async function get(url: string, cache: RequestCache = "default"): Promise<Uint8Array> {
  let response;
  let data;
  try {
    response = await fetch(url, { cache });
    data = new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new SearchError("offline");
  }
  if (!response.ok) throw new SearchError([404, 410].includes(response.status) ? "missing" : "offline");
  const name = /\/\w-(\w{6})\.\w+$/.exec(url);
  if (!name || sum(data) === name[1]) return data;
  if (cache === "default") return get(url, "reload");
  throw new SearchError("damaged");
}

/** latest returns the address of the newest root. */
export async function latest(pointer: string): Promise<string> {
  const data = await get(pointer, "no-cache");
  const about = read(() => JSON.parse(decoded(data)) as { root: string; shards: number });
  if (about.shards !== version) throw new SearchError("version");
  return new URL(about.root, pointer).href;
}

/** openStore returns the files of the root with an address, which is read unless it is known. */
export async function openStore(url: string, root?: Root): Promise<Store> {
  if (!root) {
    const data = await get(url);
    root = read(() => readRoot(data));
  }
  if (!root) throw new SearchError("version");
  return makeStore(root, url);
}

/** What a result list shows of a document. */
export type Card = [url: string, title: string, summary: string, date: string, type: number, id?: string];

export type Store = ReturnType<typeof makeStore>;

function makeStore(root: Root, url: string) {
  /** What has been read or is on its way, by the names of the files. */
  const files = new Map<string, Promise<unknown>>();

  function file<T>(kind: string, checksum: string, use: (data: Uint8Array) => T): Promise<T> {
    const name = `${kind}-${checksum}.${kind === "c" ? "json" : "bin"}`;
    let file = files.get(name) as Promise<T> | undefined;
    if (!file) {
      file = get(new URL(name, url).href).then((data) => read(() => use(data)));
      file.catch(() => files.delete(name));
      files.set(name, file);
    }
    return file;
  }

  /** shard returns the shard in which a word or a prefix is looked up. */
  const shard = (word: string) => file("w", root.words.sums[find(root.words, word)], (data) => readShard(data, root));

  return {
    root,
    url,
    files,
    shard,

    async word(text: string): Promise<Word | undefined> {
      return (await shard(text)).words.get(text);
    },

    /** classes returns the sets of words that find each other with a word. */
    async classes(text: string): Promise<string[][]> {
      const { words, members } = await shard(text);
      return words.get(text)?.classes.map((c) => members[c]) ?? [];
    },

    /** positions returns the positions of a word by document. */
    async positions(text: string): Promise<Map<number, number[]> | undefined> {
      const { words, positions, positionsEach } = root;
      const at = find(words, text);
      const first = at - (at % positionsEach);
      const holder = await shard(text);
      const data = await file("p", positions[first / positionsEach], (data) => data);
      return read(() => readPositions(data, Math.min(positionsEach, words.keys.length - first), at - first, holder)).get(text);
    },

    async card(document: number): Promise<Card> {
      const { cardsEach, cards } = root;
      const list = await file("c", cards[Math.floor(document / cardsEach)], (data) => JSON.parse(decoded(data)) as Card[]);
      return list[document % cardsEach];
    },

    facets: () => file("f", root.facets, (data) => readFacets(data, root.documents)),

    /** spelling returns the words of a range that begin with a key. */
    async spelling(range: Range, key: string): Promise<[string, number][]> {
      const sums = range.sums.slice(find(range, key), find(range, key + "\uffff") + 1);
      return (await Promise.all(sums.map((sum) => file("s", sum, readSpelling)))).flat();
    },
  };
}

/** find returns the last file whose key does not come after a word. */
function find({ keys }: Range, word: string): number {
  let low = 0;
  for (let high = keys.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (order(keys[middle], word) > 0) high = middle;
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
