// Marks the words of a query on the page that it led to.
import { fold } from "essaim:search";

/** As many words as one query may reasonably have. */
const most = 40;

/** Marks folded words in what is read on the page. */
export function mark(words: string[]): void {
  const main = document.querySelector("main");
  const sought = pattern(words);
  if (!main || !sought) return;
  const skipped = "script, style, template, textarea, select, button, mark, svg, nav";
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement!.closest(skipped) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    // From the end, so that what is before stays where it was.
    for (const [start, end] of places(text.data, sought).reverse()) {
      const found = text.splitText(start);
      found.splitText(end - start);
      const element = document.createElement("mark");
      found.replaceWith(element);
      element.append(found);
    }
  }
}

/** Scripts that write no spaces between words: a word is found anywhere. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function pattern(words: string[]): RegExp | undefined {
  const alternatives = words
    .filter((word) => word)
    .slice(0, most)
    .sort((a, b) => b.length - a.length)
    .map(spellings);
  return alternatives.length ? new RegExp(alternatives.join("|"), "g") : undefined;
}

/** A word as it may be written: 10000 as 10 000, eta as E.T.A. */
function spellings(word: string): string {
  if (/^\d+$/.test(word)) return word.replace(/\B(?=(\d{3})+$)/g, "[\\s,.]?");
  if (/^\p{L}{2,6}$/u.test(word)) return [...word].join("\\.?");
  return word.replace(/[\\^$.*+?()[\]{}|\/-]/g, "\\$&");
}

/** Whether what stands from start to end of text is no part of a longer word. */
function isWhole(text: string, start: number, end: number): boolean {
  return unspaced.test(text.slice(start, end)) || !(/[\p{L}\p{N}]$/u.test(text.slice(0, start)) || /^[\p{L}\p{N}]/u.test(text.slice(end)));
}

/** The places in text, in UTF-16 units, whose folded form matches. */
function places(text: string, sought: RegExp): [number, number][] {
  let folded = "";
  // Where in text each unit of folded comes from, with the end at the end.
  const origin: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = fold(character);
    folded += plain;
    for (let i = 0; i < plain.length; i++) origin.push(at);
    at += character.length;
  }
  origin.push(at);
  const found: [number, number][] = [];
  let before = 0;
  for (const match of folded.matchAll(sought)) {
    let last = match.index! + match[0].length;
    if (!isWhole(folded, match.index!, last)) continue;
    const start = origin[match.index!]!;
    // A letter that folds into two is marked whole.
    while (last < folded.length && origin[last] === origin[last - 1]) last++;
    if (start < before) continue;
    before = origin[last]!;
    found.push([start, before]);
  }
  return found;
}
