// A stand-in that shows the interface of the client and does nothing.

export interface Options {
  limit?: number;
  offset?: number;
  filters?: Record<string, string[]>;
  sort?: "relevance" | "date";
  facets?: boolean;
  signal?: AbortSignal;
}

/** Marks are pairs of UTF-16 offsets, the second one behind the last unit. */
export interface Result {
  id: string;
  url: string;
  type: string;
  title: string;
  summary: string;
  date: string;
  score: number;
  complete: boolean;
  titleMarks: [number, number][];
  summaryMarks: [number, number][];
}

export interface Answer {
  total: number;
  complete: number;
  results: Result[];
  facets: Record<string, { value: string; label: string; count: number }[]>;
  suggestions: string[];
  relaxed: boolean;
  /** Folded words to mark on the page that opens. */
  words: string[];
}

export type Kind = "offline" | "missing" | "damaged" | "version";

export class SearchError extends Error {
  constructor(
    public kind: Kind,
    message?: string,
  ) {
    super(message ?? kind);
  }
}

export interface Searcher {
  prepare(): Promise<void>;
  search(query: string, options?: Options): Promise<Answer>;
}

/** Opens the index that the file at pointer names; root is the URL of its root file when the page knows it. */
export function open(_pointer: string, _root?: string): Searcher {
  const notYet = () => Promise.reject(new SearchError("missing", "not yet"));
  return { prepare: notYet, search: notYet };
}

/** Returns text in lower case without accents. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
