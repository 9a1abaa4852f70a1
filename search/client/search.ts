// The browser half of the search: a query is answered from static files. Every
// page that wants a search opens one, or imports `search`, which opens that of
// the page's language.
//
//	answer.ts    a query and its options into results; RANKING.md
//	analysis.ts  texts into words; ANALYSIS.md
//	plan.ts      what is typed into a tree of words
//	score.ts     a tree into documents with scores
//	store.ts     files fetched once, checked and kept
//	files.ts     what the files hold, read with coder.ts; FORMAT.md

import { fold as foldWord } from "./analysis.ts";
import { type Answer, answer, type Options } from "./answer.ts";
import { latest, openStore, SearchError, type Store } from "./store.ts";

export type { Answer, Options, Result } from "./answer.ts";
export { SearchError, type Kind } from "./store.ts";

export interface Searcher {
  /** prepare fetches what every query needs. */
  prepare(): Promise<void>;
  /** search answers a query. It throws a SearchError, or the reason of a signal, alone. */
  search(query: string, options?: Options): Promise<Answer>;
}

/** What is known of a search; the script of a preview (app/serve/live.js) brings it up to date. */
export interface Opened {
  /** The address of the pointer. */
  pointer: string;
  /** The address of the newest root that is known, and the files of one if any was asked for. */
  root?: string;
  store?: Promise<Store>;
  openStore: typeof openStore;
}

/** fold returns a text in lower case, without accents. */
export function fold(text: string): string {
  return foldWord(text.toLowerCase());
}

/**
 * open returns the search whose pointer (search/<tag>.json) has an address. A
 * page that knows the address of the root saves a request. When the files have
 * been replaced meanwhile, the pointer leads to the new ones; a preview, where
 * that happens all the time, sees to it itself.
 */
export function open(pointer: string, root?: string): Searcher {
  const absolute = (address: string) => new URL(address, document.baseURI).href;
  const opened: Opened = { pointer: absolute(pointer), root: root && absolute(root), openStore };

  async function renew(): Promise<Store> {
    return openStore((opened.root = await latest(opened.pointer)));
  }
  function keep(store: Promise<Store>): Promise<Store> {
    store.catch(() => (opened.store = undefined));
    return (opened.store = store);
  }
  const current = () => keep(opened.store ?? (opened.root ? openStore(opened.root) : renew()));
  document.addEventListener("essaim:roots", (event) => (event as CustomEvent<(opened: Opened) => void>).detail(opened));
  return {
    async prepare() {
      await current();
    },
    async search(query, options = {}) {
      try {
        return await answer(await current(), query, options);
      } catch (e) {
        // A file of this root is gone or another one: the site may have changed.
        if (!(e instanceof SearchError) || e.kind === "offline") throw e;
        const old = opened.root;
        const fresh = await keep(renew());
        if (opened.root === old) throw e;
        return answer(fresh, query, options);
      }
    },
  };
}

let own: Searcher | undefined;

/** search answers a query in the language of the page. */
export function search(query: string, options?: Options): Promise<Answer> {
  own ??= open(new URL(`${document.documentElement.lang}.json`, import.meta.url).href);
  return own.search(query, options);
}
