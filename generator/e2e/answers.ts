// Random answers to a form, made from its JSON Schema alone: what people might
// type, and what they should not.
import type { Schema } from "../../themes/solidaire/assets/js/_schema.ts";

/** Numbers from 0 to 1 that a seed decides. */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

export function pick<T>(r: Random, list: readonly T[]): T {
  return list[Math.floor(r() * list.length)]!;
}

const words = [
  "atelier", "vélos", "L'été", "l’eau", "Œuvre", "canal", "été 2024", "10 %", "C++", "n° 4", "Saint-Denis", "R&D", "A/B", "50/50", "«", "»", "\"ici\"",
  "a_b", "_souligné_", "*gras*", "**fort**", "`code`", "# titre", "[lien](", "![", "](x)", "<b>", "</div>", "<script>", "{#ancre}", "{.x}", "|", "||", "~~", "^",
  "clé: valeur", "- tiret", "---", "...", "!!str", "&ancre", "*alias", "%TAG", "@nom", "`", "yes", "no", "null", "~", "0x1F", "1e3", ".5", "2024-07-26", "12:30",
  "\\", "\\n", "'", "''", "\"", "\"\"", ": ", " #", "# ", "? ", "| ", "> ", "https://example.org/a_b?c=d&e=f#g", "http://", "https://x", "www.example.org", "a@example.org",
  "mailto:x", "javascript:alert(1)", "&amp;", "&copy;", "&#x41;", "🚲", "👩‍👩‍👧", "é", "\u00a0", "\u202f", "\u200d", "\u00ad", "العربية", "日本語", "ẞ", "İ", ":::", "{{", "}}", "{{< x >}}",
  "[^1]", "[^1]: note", "[x]", "[ ]", "1. un", "2) deux", "+ plus", "= =", "==", "* étoile", "• point", "$x$", "H~2~O", "a--b", "—", "– tiret", "?", "!", ";",
];

/** A text that shows a word, with a number of characters between two bounds. */
function text(r: Random, least: number, most: number, lines: boolean): string {
  const size = least + Math.floor(r() ** 2 * (most - least + 1));
  let out = pick(r, words.slice(0, 12));
  while ([...out].length < size) out += pick(r, lines ? [" ", " ", " ", "\n", "\n\n", "\r\n", "\t"] : [" ", " ", "", " "]) + pick(r, words);
  out = out.replace(/\[=/g, "[x"); // a reference to a figure is refused
  out = [...out].slice(0, Math.max(size, least)).join("").trim();
  while ([...out].length < least) out += "x";
  return out;
}

function digits(r: Random, n: number): string {
  return Array.from({ length: n }, () => Math.floor(r() * 10)).join("");
}

/** What somebody might type that is right; undefined where nothing is said. */
export function answer(schema: Schema, r: Random, required = true, path = ""): unknown {
  if (!required && r() < 0.45) return undefined;
  if (schema.oneOf) {
    const choice = pick(r, schema.oneOf);
    return r() < 0.8 ? choice.const : choice.title;
  }
  switch (schema.type) {
    case "object": {
      const value: Record<string, unknown> = {};
      for (const [name, inner] of Object.entries(schema.properties!)) {
        if (!inner.readOnly) value[name] = answer(inner, r, schema.required?.includes(name) ?? false, path + "/" + name);
      }
      return value;
    }
    case "array": {
      if (schema.prefixItems) return [String((r() * 180 - 90).toFixed(3)), String((r() * 360 - 180).toFixed(2)).replace(".", pick(r, [".", ","]))];
      const items = schema.items as Schema;
      const size = Math.min(schema.maxItems ?? 5, (schema.minItems ?? 1) + Math.floor(r() * 3));
      if (items.oneOf) {
        const keys = items.oneOf.map((choice) => choice.const);
        const chosen = new Set([...keys].sort(() => r() - 0.5).slice(0, size));
        return keys.filter((key) => chosen.has(key)); // the order of the page
      }
      return Array.from({ length: size }, (_, i) => {
        const one = answer(items, r, true, path);
        return items.type === "string" ? `${one} ${i}` : one;
      });
    }
    case "number":
      return String(Math.round(r() * 1e6) / 100).replace(".", pick(r, [".", ","]));
    case "integer":
      return String(Math.max(schema.minimum ?? 0, Math.floor(r() * 1000)));
    case "boolean":
      return pick(r, ["true", "false"]);
  }
  switch (schema.format) {
    case "date":
      return `20${digits(r, 2)}-0${1 + Math.floor(r() * 9)}-${10 + Math.floor(r() * 18)}`;
    case "date-time":
      return "2027-01-15T12:00";
    case "uri":
      return pick(r, ["https://example.org/", "https://www.example.org/a_b/c-d?e=1&f=%C3%A9#g", "http://xn--bcher-kva.example/", "https://exemple.fr:8080/l'eau"]);
    case "email":
      return pick(r, ["contact@example.org", "a.b+c_d@sous.exemple.fr", "o'neil@example.org"]);
    case "phone":
      return pick(r, ["+33 1 23 45 67 89", "+33123456789", "+262-262-12-34-56"]);
  }
  const lines = schema.contentMediaType !== undefined;
  return text(r, Math.max(schema.minLength ?? 1, 1), Math.min(schema.maxLength ?? (lines ? 1500 : 120), lines ? 3000 : 500), lines);
}

/** A value that may be anything: a right one with something changed, or any JSON. */
export function anything(right: unknown, r: Random): unknown {
  const junk = (): unknown =>
    pick(r, [null, true, false, 0, -0.5, 1.5, 2 ** 60, "", " ", "x", "🚲".repeat(100), "a\nb", "\u0007", "2024-02-30", "2024-02-29", "2100-02-29", "2000-02-29", "0000-01-01", "https://a", "+33", [], [1, 2], [91, 0], ["x", "x"], {}, { title: 1 }, "y".repeat(300), "\ud800"]);
  const change = (value: unknown, depth: number): unknown => {
    if (r() < 0.12 || depth > 4) return junk();
    if (Array.isArray(value)) {
      const list = value.map((item) => (r() < 0.3 ? change(item, depth + 1) : item));
      if (r() < 0.2) list.push(list[0] ?? junk());
      if (r() < 0.1) list.length = 0;
      return list;
    }
    if (typeof value === "object" && value !== null) {
      const object: Record<string, unknown> = {};
      for (const [name, inner] of Object.entries(value)) if (r() > 0.06) object[name] = r() < 0.2 ? change(inner, depth + 1) : inner;
      if (r() < 0.08) object[pick(r, ["x", "constructor", "toString", "__proto", "body", "date"])] = junk();
      return object;
    }
    if (typeof value === "string" && r() < 0.5) return value + pick(r, ["", " ", "\n", "x", "é".repeat(250), "\u2028", "\u202e"]);
    return value;
  };
  return r() < 0.05 ? junk() : change(right, 0);
}

/** What breaks formats: every text field gets each of them. */
export const hostile = [
  "---", "---\ntitle: x\n---", "\n---\n", "--- ", "----", "- ---", "a: b\n---\nc: d", "...", "...\n---", "key: value", "key: [", "{a: b}", "[a, b]", "? x", "- x\n- y", "- - -", "* * *",
  "&anchor x", "*alias", "!!python/object x", "!tag", "<<: *x", "%YAML 1.2", "@x", "`x`", "| x", "> x", "# x", "x # y", "x: y", ": x", "yes", "no", "on", "off", "y", "n", "~", "null", "true", "123", "1e5", "0o7", "0x1F", ".inf", "-.inf", ".nan",
  "2024-01-01", "12:30:45", "\"", "'", "\"x", "x\"", "\"\"\"", "\\", "\\\"", "\\u0041", "\\x", "x\\", "x\ty", "\tx", "x\r\ny", "x\ry", "x\u2028y", "x\u2029y", "x\u0085y", "x\vy\fz",
  "\u0000", "x\u0000y", "x\u0007y", "\u001b[31mx", "x\u007fy", "x\u009by", "\ufeffx", "x\ufeffy", "\ud800", "x\udfffy", "\ud83d", "\ufffe", "x\uffff", "\u{1fffe}", "\u202ex", "x\u202dy", "\u2066x\u2069", "\u200b", "\u200b\u200d", "x\u200by", "\u00ad", "\u00a0", "\u00a0x\u00a0", "\u3000", "\u180e",
  "<script>alert(1)</script>", "<!-- x -->", "<?php x ?>", "<![CDATA[x]]>", "</textarea>", "<img src=x onerror=alert(1)>", "<b>x", "<https://example.org>", "[x](javascript:alert(1))", "[x]()", "[x](/nulle/part)", "![x](x.png)", "[x][y]", "[x]: /y", "[^1]", "[^1]: x", "*x", "**x", "_x_", "`x", "~~~", "```\nx", "    x", "\tx", "# x", "###### x", "x\n===", "x\n---", "| a | b |\n|---|", "> [!NOTE]", "> x", "1. x", "1) x", "+ x", ": x", "x\n: y", "::: x", "{#a}", "{{x}}", "x{.y}", "- [ ] x",
  "[=](/figures/heures-insertion)", "[=value](/figures/nulle-part#2024)", "[=", "[=x](#2024)", "x [=] y", "2 488 513 heures d'insertion",
  "https://example.org/(a", "https://example.org/a).", "http://x", "https://", "https://-a.org", "www.x.y", "x@y", "x@example.org", "mailto:x@y.z", "ftp://x.org", "&amp;", "&#0;", "&x;", "&lt;", "🚲", "👨‍👩‍👧‍👦", "é".repeat(5000), "x".repeat(100_000), "x\n".repeat(20_000), "- x\n".repeat(5000), ">".repeat(2000), "[".repeat(3000), "*".repeat(3000), "ا".repeat(50), "Z̸̢̧".repeat(200), "con", "index", "page", "../../x", "..\\x", "/etc/passwd", "a/b", "CON.txt", "é", "É", "ß", "½", "①", "???",
];
