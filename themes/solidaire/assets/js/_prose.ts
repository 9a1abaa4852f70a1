// What people type, made fit to be kept: one sign for the end of a line, no space
// around, and Markdown that says just what was typed.

/** A text without the space around it; one line unless lines is true. */
export function tidy(text: string, lines: boolean): string {
  text = text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n").replace(/\t/g, " ");
  return (lines ? text : text.replace(/\s*\n\s*/g, " ")).trim();
}

/** Whether a text shows nothing: spaces, and signs that only steer others. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cf}]*$/u.test(text);
}

// Controls, marks of byte order, the signs that show a line in another order than
// it is read, and what Unicode calls no character.
const forbidden = /[\0-\x08\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069]/;

/** The first character that no entry may hold, as U+XXXX, with its place from 1. */
export function refused(text: string): { character: string; place: number } | undefined {
  let place = 0;
  for (const c of text) {
    place++;
    const code = c.codePointAt(0)!;
    if (forbidden.test(c) || (code >= 0xd800 && code < 0xe000) || (code & 0xfffe) === 0xfffe) {
      return { character: "U+" + code.toString(16).toUpperCase().padStart(4, "0"), place };
    }
  }
  return undefined;
}

const address = /https?:\/\/[A-Za-z0-9._~/?#&=%+,;:@!$'()*-]+/g;
const plainAddress =
  /^https?:\/\/(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::[0-9]{1,4})?(?:[/?](?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~/?&=+,;:@!$'()*-])*)?(?:#(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~/?&=+,;:@!$'()*-])*)?$/;

/** Signs that mean something to Markdown, made to stand for themselves. */
function escape(text: string): string {
  return text
    .replace(/[\\`*_[\]<>{}~|^@]|&(?=[#A-Za-z])/g, "\\$&")
    .replace(/(https?|mailto|ftp):/gi, "$1\\:")
    .replace(/www\./gi, "www\\.");
}

/** One line; whole web addresses become links. */
function inline(line: string): string {
  let out = "";
  let done = 0;
  for (const match of line.matchAll(address)) {
    const url = match[0].replace(/[.,;:!?'()*]+$/, "");
    if (match.index! < done || !plainAddress.test(url)) continue;
    out += escape(line.slice(done, match.index)) + "<" + url + ">";
    done = match.index! + url.length;
  }
  return start(out + escape(line.slice(done)));
}

/** A line that begins no heading, list, rule or definition. */
function start(line: string): string {
  return line.replace(/^([#+=:-])/, "\\$1").replace(/^([0-9]{1,9})([.)])/, "$1\\$2");
}

/**
 * Markdown that shows a text as it was typed: an empty line begins a paragraph,
 * and lines that begin with "- ", "* " or "• " are a list.
 */
export function markdown(text: string): string {
  const out: string[] = [];
  let before: "" | "text" | "item" = "";
  for (const whole of tidy(text, true).split("\n")) {
    const line = whole.trim();
    const item = /^[-*•]\s+(.*)$/u.exec(line);
    const now = line === "" ? "" : item ? "item" : "text";
    if (now !== before && out.length > 0 && out[out.length - 1] !== "") out.push("");
    if (now !== "") out.push(item ? "- " + inline(item[1]!) : inline(line));
    before = now;
  }
  return out.join("\n").trim();
}
