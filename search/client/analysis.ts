// How a text becomes words: ANALYSIS.md, without the stemmers. The Go half is
// search/analysis; the two are compared on every word of an index by a test.

export interface Reading {
  articles: { has(word: string): boolean };
  inclusive: boolean;
  thousands: string;
}

export interface Token {
  text: string;
  /** Offsets in the original text, in UTF-16 code units. */
  start: number;
  end: number;
  position: number;
  extra: boolean;
  parts: number;
}

const letterOrNumber = /[\p{L}\p{N}]/u;
const letterOrDigit = /[\p{L}\p{Nd}]/u;
const inWord = /[\p{L}\p{M}\p{N}]/u;
const small = /\p{Ll}/u;
const ideograph = /\p{sc=Han}/u;
const run = /[ー々\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const accents = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u0640]/g;
const letters: Record<string, string> = { œ: "oe", æ: "ae", ø: "o", đ: "d", ð: "d", ł: "l", ß: "ss", þ: "th", ı: "i", ħ: "h", ŋ: "n", ς: "σ" };

/** fold returns the form under which a lower-case word is looked up. */
export function fold(word: string): string {
  return word.normalize("NFD").replace(accents, "").replace(/[^\0-~]/g, (c) => letters[c] ?? c).normalize("NFC").replace(/'/g, "");
}

// What a cluster goes on with: accents, and the second halves of letters that some systems write in two.
const joining = /[\u0300-\u036f\uff9e\uff9f\u3099\u309a\u102e\u1161-\u1175\u11a8-\u11c2]/;

const isRun = (c: string) => c >= "\u0e00" && run.test(c);
/** The whole character at i, or "". */
const at = (s: string, i: number) => (i < s.length ? String.fromCodePoint(s.codePointAt(i)!) : "");
/** The whole character before i, or "". */
const before = (s: string, i: number) => /.?$/su.exec(s.slice(Math.max(0, i - 2), i))![0];
const wordAt = (s: string, i: number) => letterOrDigit.test(at(s, i));

/** The end of a mark between groups of three digits, or i. */
function digitGroup(s: string, i: number, thousands: string): number {
  const inside = (" \u00a0\u202f\u2009" + thousands).includes(s[i]) && /(^|\D)\d{1,3}$/.test(s.slice(Math.max(0, i - 4), i)) && /^\d{3}(?!\d)/.test(s.slice(i + 1, i + 5));
  return inside ? i + 1 : i;
}

/** The end of an acronym with dots, or i. */
function acronym(s: string, i: number): number {
  if (s[i + 1] !== "." || letterOrDigit.test(before(s, i))) return i;
  const dotted = /^(\p{L}\.)+\p{L}?/u.exec(s.slice(i))?.[0] ?? "";
  const end = i + dotted.length;
  return dotted.length < 3 || wordAt(s, end) ? i : end;
}

// Endings in inclusive spelling, after each kind of mark.
const common = "(?:e|ne|ice|rice|trice|euse|ere|ère";
const all = common + "|le|te|ve|ive|se|sse|esse|ée|teuse|che)s?";
const free = "(?![\\p{L}\\p{Nd}])";
const inclusive = [`\\((?:${all}|[sx])\\)s?${free}`, `([·⋅•‧.])${all}(?:\\1s)?${free}`, `([-/‐‑])${common})s?(?:\\1s${free}|(?!\\1)${free})`].map((r) => new RegExp("^" + r, "u"));

/** The end of an ending in inclusive spelling, or i. */
function inclusiveEnd(s: string, i: number): number {
  if (!"·⋅•‧.(-/‐‑".includes(s[i]) || !small.test(before(s, i))) return i;
  const rest = s.slice(i, i + 20);
  return i + Math.max(...inclusive.map((r) => r.exec(rest)?.[0].length ?? 0));
}

function plain(cluster: string): string {
  const c = cluster[0];
  if ("’ʼ′‘`´＇".includes(c)) return "'";
  if ("\u2010\u2011\u2212".includes(c)) return "-";
  if ("\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c".includes(c)) return "";
  if ("\u00a0\u202f\u2009\u2007\u200c\ufffd".includes(c)) return " ";
  return cluster.normalize(c >= "\ufb00" && c <= "\uffef" && c !== "！" && c !== "？" ? "NFKC" : "NFC");
}

/** normalise returns a text in one spelling, and the way back. */
function normalise(s: string, r: Reading): { text: string; from: number[] } {
  let text = "";
  const from: number[] = [];
  const emit = (part: string, offset: number) => {
    text += part;
    for (let k = 0; k < part.length; k++) from.push(offset);
  };
  for (let i = 0; i < s.length; ) {
    const c = s[i];
    let end = digitGroup(s, i, r.thousands);
    if (end === i && /[A-Za-z\u00c0-\u00ff]/.test(c)) {
      end = acronym(s, i);
      for (let k = i; k < end; k++) if (s[k] !== ".") emit(s[k], k);
    }
    if (end === i && r.inclusive) end = inclusiveEnd(s, i);
    if (end === i) {
      end += at(s, i).length;
      while (joining.test(s[end] ?? "")) end++;
      const cluster = s.slice(i, end);
      const shown = plain(cluster);
      if (shown.length === cluster.length) for (let k = 0; k < shown.length; k++) emit(shown[k], i + k);
      else emit(shown, i);
    }
    i = end;
  }
  from.push(s.length);
  return { text, from };
}

interface Piece {
  start: number;
  end: number;
  pairs: boolean;
}

function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  const word = (i: number) => inWord.test(at(text, i)) && !isRun(at(text, i));
  for (let i = 0; i < text.length; ) {
    const c = at(text, i);
    let end = i;
    const pairs = isRun(c);
    if (pairs) while (isRun(at(text, end))) end += at(text, end).length;
    else if (word(i)) {
      for (;;) {
        if (word(end)) end += at(text, end).length;
        else if (text[end] === "'" && word(end + 1)) end++;
        else if (/^\d[.,]\d/.test(text.slice(end - 1, end + 2))) end++;
        else break;
      }
    }
    if (end > i) pieces.push({ start: i, end, pairs });
    i = end > i ? end : i + c.length;
  }
  return pieces;
}

function sentenceEnds(text: string, last: Piece, next: Piece): boolean {
  let stop = false;
  for (const c of text.slice(last.end, next.start)) {
    if ("\n。！？؟۔।".includes(c)) return true;
    if (c === ".") stop ||= [...text.slice(last.start, last.end)].length > 2;
    else if ("!?…".includes(c)) stop = true;
    else if (stop && (c === " " || c === "\t")) return !small.test(at(text, next.start));
  }
  return false;
}

/** analyse returns the words of a text in the order of their positions. */
export function analyse(s: string, r: Reading): Token[] {
  const { text, from } = normalise(s, r);
  const pieces = cut(text);
  const tokens: Token[] = [];
  let position = 0;
  const add = (word: string, start: number, end: number, extra = false, parts = 0) =>
    tokens.push({ text: word, start: from[start], end: from[end], position, extra, parts });
  // A word as it is looked up, the length of its article, and it in lower case.
  const bare = (written: string): [string, number, string] | undefined => {
    if ([...written].length > 64) return;
    const lower = written.toLowerCase();
    const i = lower.indexOf("'");
    const skip = i > 0 && i + 1 < lower.length && r.articles.has(lower.slice(0, i)) ? i + 1 : 0;
    const rest = lower.slice(skip);
    const word = fold(rest);
    if (letterOrNumber.test(word)) return [word, lower.length === written.length ? skip : 0, rest];
  };
  for (let i = 0; i < pieces.length; i++) {
    const p = pieces[i];
    if (i && sentenceEnds(text, pieces[i - 1], p)) position = (Math.floor(position / 32) + 1) * 32;
    if (p.pairs) {
      for (let k = p.start; k < p.end; ) {
        const c = at(text, k);
        const next = k + c.length;
        if (next === p.end) {
          add(fold(c), k, next, k > p.start);
          position++;
          break;
        }
        const both = next + at(text, next).length;
        add(fold(text.slice(k, both)), k, both);
        if (ideograph.test(c)) add(fold(c), k, next, true);
        position++;
        k = next;
      }
      continue;
    }
    let parts = 1;
    while (parts < 5 && pieces[i + parts] && !pieces[i + parts].pairs && text.slice(pieces[i + parts - 1].end, pieces[i + parts].start) === "-") parts++;
    const written = pieces.slice(i, i + parts).map((q) => bare(text.slice(q.start, q.end)));
    for (let k = 0; k < parts; k++) {
      const q = pieces[i + k];
      const w = written[k];
      if (w) add(w[0], Math.min(q.start + w[1], q.end), q.end);
      if (!k && parts > 1 && written.every((x) => x)) {
        const joined = bare(written.map((x) => x![2]).join(""));
        if (joined) add(joined[0], p.start + w![1], pieces[i + parts - 1].end, true, parts);
      }
      position++;
    }
    i += parts - 1;
  }
  return tokens;
}

/** marks returns the spans of the words of a text that are in a set. */
export function marks(text: string, words: Set<string>, r: Reading): [number, number][] {
  const list = analyse(text, r)
    .filter((t) => t.start < t.end && words.has(t.text))
    .map((t): [number, number] => [t.start, t.end])
    .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const merged: [number, number][] = [];
  for (const m of list) {
    const last = merged[merged.length - 1];
    if (last && m[0] < last[1]) last[1] = Math.max(last[1], m[1]);
    else merged.push(m);
  }
  return merged;
}
