// What the search page holds for its script: elements by id, and data.

/** The value behind "site" is the view Finder of the generator. */
export interface PageData {
  site: {
    base: string;
    facets: Facet[];
    months?: string[];
    dates?: Record<string, string>;
  };
  strings: Record<string, string | Record<string, string>>;
}

export interface Facet {
  name: string;
  param: string;
  label?: string;
  values?: Record<string, string>;
}

export function element<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A copy of what a <template> holds. */
export function copy<T extends HTMLElement>(id: string): T {
  return element<HTMLTemplateElement>(id).content.firstElementChild!.cloneNode(true) as T;
}

export function readData(): PageData {
  return JSON.parse(element("search-data").textContent!) as PageData;
}

const language = document.documentElement.lang;

const numbers = new Intl.NumberFormat(language);

export function number(value: number): string {
  return numbers.format(value);
}

/** A string with what varies filled in; count also chooses the plural. */
export function fill(strings: PageData["strings"], name: string, values: Record<string, string> = {}, count?: number): string {
  let text = strings[name] ?? "";
  if (typeof text !== "string") {
    text = text[new Intl.PluralRules(language).select(count ?? 0)] ?? text.other!;
  }
  if (count !== undefined) values = { ...values, Count: number(count) };
  return text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_, key: string) => values[key] ?? "");
}

/** Text of the visitor inside a sentence, whatever its direction of writing. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** A date of the index ("2024-07-26", "2024-07", "2024") in words. */
export function dateText(date: string, { months = [], dates = {} }: PageData["site"]): string {
  const [year, month, day] = date.split("-").map(Number);
  const pattern = !month ? dates.year : !day ? dates.month : ((day === 1 && dates.first) || dates.day);
  const parts: Record<string, string | number | undefined> = { y: year, m: month, month: months[month! - 1], d: day };
  return pattern?.replace(/\{(\w+)\}/g, (_, key: string) => String(parts[key] ?? "")) ?? date;
}
