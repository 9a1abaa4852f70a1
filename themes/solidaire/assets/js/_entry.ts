// An answer to a form becomes the text of an entry. Nothing here knows of a page,
// or of any type: the schema says it all. The file that is written is specified in
// generator/internal/stage/render/form/FORMS.md.
import { fold } from "./_fold";
import { isBlank, markdown, refused, tidy } from "./_prose";
import { has, validate, type Path, type Problem, type Schema } from "./_schema";

export interface Place {
  /** The folder of the entry ("content/structures/") and the end of its name (".fr.md"). */
  folder: string;
  suffix: string;
  /** The name of the type, for a title that gives no name. */
  type: string;
  /** Names that are taken. */
  taken: string[];
  /** The day on which the entry is made ("2026-11-26"). */
  today: string;
}

export interface Made {
  problems: Problem[];
  /** Set when there is no problem. */
  name?: string;
  path?: string;
  text?: string;
}

/** The largest entry, and the largest front matter that the generator reads, in bytes. */
const mostBytes = 200 << 10;
const mostFront = 60 << 10;

/** Makes the text of an entry of what was typed, or says what is wrong with it. */
export function makeEntry(schema: Schema, typed: unknown, place: Place): Made {
  const problems: Problem[] = [];
  const value = (read(schema, typed, [], problems) ?? {}) as Record<string, unknown>;
  fillDays(schema, value, place.today);
  if (problems.length === 0) validate(schema, value, [], problems);
  if (problems.length === 0) repeated(schema, value, [], problems);
  if (problems.length > 0) return { problems };
  const front = "---\ndraft: true\n" + fields(schema, value, "") + "---\n";
  const body = typeof value.body === "string" ? markdown(value.body) + "\n" : "";
  if (bytes(front) > mostFront) return { problems: [{ path: [], keyword: "front", schema, bound: mostFront >> 10 }] };
  if (bytes(front + body) > mostBytes) return { problems: [{ path: ["body"], keyword: "size", schema, bound: mostBytes >> 10 }] };
  const name = nameOf(String(value.title ?? ""), place);
  return { problems, name, path: place.folder + name + place.suffix, text: front + body };
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What was typed as the schema wants it; undefined where nothing was. */
function read(schema: Schema, typed: unknown, path: Path, problems: Problem[]): unknown {
  if (typed === undefined || typed === null) return undefined;
  if (schema.type === "object") {
    const from = typed as Record<string, unknown>;
    const to: Record<string, unknown> = {};
    for (const name of Object.keys(schema.properties ?? {})) {
      if (!has(from, name)) continue;
      const value = read(schema.properties![name]!, from[name], [...path, name], problems);
      if (value !== undefined) to[name] = value;
    }
    return Object.keys(to).length > 0 ? to : undefined;
  }
  if (schema.type === "array") {
    const from = typed as unknown[];
    const item = (i: number): Schema => schema.prefixItems?.[i] ?? (schema.items as Schema);
    const list = from.map((value, i) => read(item(i), value, [...path, i], problems));
    // Places in a pair count; of a list, only what is filled in.
    if (schema.prefixItems) return list.every((value) => value === undefined) ? undefined : list.map((value) => value ?? "");
    const kept = list.filter((value) => value !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof typed !== "string") return typed;
  if (typed.length > mostBytes) { // not even looked at
    problems.push({ path, keyword: "size", schema, bound: mostBytes >> 10 });
    return typed;
  }
  const text = tidy(typed, schema.contentMediaType !== undefined);
  if (isBlank(text)) return undefined;
  const bad = refused(text);
  if (bad) {
    problems.push({ path, keyword: "character", schema, bound: bad.place, character: bad.character });
    return text;
  }
  if (!schema.contentMediaType && text.includes("[=")) {
    problems.push({ path, keyword: "reference", schema }); // it would stand for a figure
    return text;
  }
  switch (schema.type) {
    case "number":
    case "integer":
      return numberOf(text) ?? text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
  }
  if (schema.oneOf) return choiceOf(schema.oneOf, text);
  // Entries are found by such a text: one spelling has one address.
  const address = schema.examples && addressOf(text);
  return schema.examples?.find((other) => addressOf(other) === address) ?? text;
}

/** The part of an address that stands for a text, or the text. */
function addressOf(text: string): string {
  return slug(text).slice(0, 200) || text;
}

/** A number as people write it: a comma or a point, spaces between thousands. */
function numberOf(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^[+-]?[0-9]{1,21}(\.[0-9]{1,21})?$/.test(plain) ? Number(plain) : undefined;
}

/** How a choice is typed: its key, its title, or its title with its key. */
export function choiceName(choice: { const: string; title?: string }, all: { const: string; title?: string }[]): string {
  const title = choice.title ?? choice.const;
  return all.filter((other) => other.title === title).length > 1 ? `${title} (${choice.const})` : title;
}

function choiceOf(choices: NonNullable<Schema["oneOf"]>, text: string): string {
  for (const choice of choices) if (choice.const === text) return text;
  const folded = fold(text);
  const found = choices.filter((choice) => fold(choice.const) === folded || fold(choice.title ?? "") === folded || fold(choiceName(choice, choices)) === folded);
  if (found.length === 1) return found[0]!.const;
  // What one choice alone begins with: "paris" is "Paris (75)".
  const begun = choices.filter((choice) => fold(choice.title ?? "").startsWith(folded + " "));
  return begun.length === 1 ? begun[0]!.const : text;
}

/** Days that an entry must have and that nobody is asked for. */
function fillDays(schema: Schema, value: Record<string, unknown>, today: string): void {
  for (const name of schema.required ?? []) {
    if (schema.properties?.[name]?.readOnly) value[name] = today;
  }
}

/** Texts of a list that become the same once they are set: "l'été" and "l’été". */
function repeated(schema: Schema, value: unknown, path: Path, problems: Problem[]): void {
  if (Array.isArray(value) && schema.uniqueItems) {
    const seen = new Set<string>();
    value.forEach((item, i) => {
      const found = (schema.items as Schema | undefined)?.examples !== undefined;
      const key = typeof item !== "string" ? JSON.stringify(item) : found ? addressOf(item) : item.replace(/\.\.\./g, "…").replace(/[\s\u00a0\u202f"'’“”«»]/g, "");
      if (seen.has(key)) problems.push({ path: [...path, i], keyword: "uniqueItems", schema });
      seen.add(key);
    });
  } else if (Array.isArray(value) && schema.items) {
    value.forEach((item, i) => repeated(schema.items as Schema, item, [...path, i], problems));
  } else if (schema.properties) {
    for (const name of Object.keys(value as object)) {
      repeated(schema.properties[name]!, (value as Record<string, unknown>)[name], [...path, name], problems);
    }
  }
}

/** The lines of the fields of an object, each below an indent, in the order of the schema. */
function fields(schema: Schema, value: Record<string, unknown>, indent: string): string {
  let out = "";
  for (const name of Object.keys(schema.properties ?? {})) {
    if (!has(value, name) || (indent === "" && name === "body")) continue;
    out += field(schema.properties![name]!, name, value[name], indent);
  }
  return out;
}

function field(schema: Schema, name: string, value: unknown, indent: string): string {
  const head = indent + name + ":";
  if (schema.type === "object") return head + "\n" + fields(schema, value as Record<string, unknown>, indent + "  ");
  if (schema.type === "array" && schema.items && schema.items.type === "object") {
    let out = head + "\n";
    for (const item of value as Record<string, unknown>[]) {
      // The first line of an item begins with its dash, in the place of the indent.
      out += indent + "  - " + fields(schema.items, item, indent + "    ").slice(indent.length + 4);
    }
    return out;
  }
  if (schema.contentMediaType !== undefined) {
    const lines = markdown(value as string).split("\n");
    return head + " |\n" + lines.map((line) => (line === "" ? "\n" : indent + "  " + line + "\n")).join("");
  }
  return head + " " + scalar(schema, value) + "\n";
}

/** A value on one line. */
function scalar(schema: Schema, value: unknown): string {
  if (Array.isArray(value)) {
    const item = (i: number): Schema => schema.prefixItems?.[i] ?? (schema.items as Schema);
    return "[" + value.map((one, i) => scalar(item(i), one)).join(", ") + "]";
  }
  if (typeof value === "number") return decimal(value);
  if (typeof value === "boolean") return String(value);
  const text = value as string;
  const plain = schema.oneOf ? /^\/?[a-z][a-z0-9]*([/-][a-z0-9]+)*$/.test(text) && !words.test(text) : (schema.format === "date" || schema.format === "date-time") && /^[0-9TZ:+-]+$/.test(text);
  return plain ? text : quoted(text);
}

// What some reader of YAML takes for something else than a text.
const words = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/;

/** A text between double quotation marks, on one line, as every reader of YAML reads it. */
export function quoted(text: string): string {
  return '"' + text.replace(/[\\"]/g, "\\$&").replace(/[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/gu, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0")) + '"';
}

/** A number without an exponent, and not to be taken for thousands: 12.345 is 12.3450. */
function decimal(n: number): string {
  return digitsOf(n).replace(/^-?[1-9]\d{0,2}\.\d{3}$/, "$&0");
}

function digitsOf(n: number): string {
  const text = String(n);
  const [digits, exponent] = text.split("e");
  if (exponent === undefined) return Object.is(n, -0) ? "0" : text;
  const sign = n < 0 ? "-" : "";
  const [whole, fraction = ""] = digits!.replace("-", "").split(".");
  const shift = Number(exponent);
  if (shift < 0) return sign + "0." + "0".repeat(-shift - 1) + whole + fraction;
  return sign + whole + fraction + "0".repeat(shift - fraction.length);
}

// Letters that do not fall apart into a letter of ASCII and a mark.
const letters: Record<string, string> = { æ: "ae", œ: "oe", ß: "ss", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ŧ: "t", ŋ: "n" };

/** A part of an address: lower-case letters and digits of ASCII, single hyphens. */
export function slug(text: string): string {
  const plain = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[æœßøđðþłħıŧŋ]/g, (c) => letters[c]!);
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

// "index" is the name of a folder's page, "page" that of the pages of a list; the
// others cannot be the name of a file on Windows.
const reserved = /^(index|page|con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** The longest name, in characters. */
const mostName = 60;

function nameOf(title: string, place: Place): string {
  let base = slug(title);
  if (base.length > mostName) base = base.slice(0, mostName + 1).replace(/-[^-]*$/, "").slice(0, mostName);
  if (base === "" || reserved.test(base)) base = (slug(place.type) + "-" + base).replace(/-$/, "");
  const taken = new Set(place.taken);
  let name = base;
  for (let n = 2; taken.has(name); n++) name = base + "-" + n;
  return name;
}
