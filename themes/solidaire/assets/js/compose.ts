// A form page once somebody fills it in: more lines to lists, what is wrong beside
// the fields, and the entry with the ways to send it. Nothing is sent or kept.
import { choiceName, makeEntry, type Made } from "./_entry";
import { mail, newFile, type Repository } from "./_host";
import { fill, type PageData } from "./_page";
import { isBlank } from "./_prose";
import type { Path, Problem, Schema } from "./_schema";

/** The view FormData of the generator, and the strings whose names begin with "filled.". */
interface Data {
  form: {
    schema: string;
    names: string;
    type: string;
    folder: string;
    suffix: string;
    subject: string;
    email?: string;
    repository?: Repository;
  };
  strings: PageData["strings"];
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const byId = (id: string): HTMLElement => document.getElementById(id)!;

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return (await answer.json()) as T;
}

/** Makes the form ready and returns what checks it and shows the entry. */
export async function compose(form: HTMLFormElement): Promise<() => void> {
  const data = JSON.parse(byId("form-data").textContent!) as Data;
  const [schema, taken] = await Promise.all([json<Schema>(data.form.schema), json<string[]>(data.form.names)]);
  byId("form-offline").hidden = true;
  for (const list of form.querySelectorAll<HTMLElement>("[data-list]")) growing(list);
  offer(schema, "f");
  form.addEventListener("input", (event) => {
    byId("form-result").hidden = true; // it says no more what the form says
    clear(event.target as HTMLElement);
  });
  outcome();
  return () => {
    const typed = read(schema, "f");
    const made = makeEntry(schema, typed, { ...data.form, taken, today: today() });
    show(made, data, form);
  };
}

function today(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// Reading: the ids of controls are the paths of the schema, "f-sources-0-url".

/** The items of a list, those left out in which nothing is filled in. */
function items(list: HTMLElement, all = false): HTMLElement[] {
  const found = [...list.querySelectorAll<HTMLElement>(":scope > .items > .item")];
  return all ? found : found.filter((item) => [...item.querySelectorAll<Control>("input, select, textarea")].some(isFilled));
}

function isFilled(control: Control): boolean {
  return control instanceof HTMLInputElement && control.type === "checkbox" ? control.checked : !isBlank(control.value);
}

/** The id of an item of a list: the list's with a number. */
function itemId(item: HTMLElement): string {
  return item.dataset.item!;
}

function read(schema: Schema, id: string): unknown {
  if (schema.type === "object") {
    const value: Record<string, unknown> = {};
    for (const name of Object.keys(schema.properties ?? {})) value[name] = read(schema.properties![name]!, `${id}-${name}`);
    return value;
  }
  const element = document.getElementById(id);
  if (!element) return undefined;
  if (schema.type !== "array") return (element as Control).value;
  if (schema.prefixItems) return schema.prefixItems.map((_, i) => (byId(`${id}-${i}`) as Control).value);
  if (element.dataset.list !== undefined) return items(element).map((item) => read(schema.items as Schema, itemId(item)));
  return [...element.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value);
}

/** The element that a path of the answer is about. */
function locate(path: Path): HTMLElement | undefined {
  let id = "f";
  let found: HTMLElement | undefined;
  for (const step of path) {
    const list = document.getElementById(id);
    if (typeof step === "number" && list?.dataset.list !== undefined) {
      const item = items(list)[step];
      if (!item) break;
      id = itemId(item);
    } else {
      id += "-" + step;
    }
    found = document.getElementById(id) ?? found;
  }
  return found;
}

// Lists: the page has one item, of which more are copies.

function growing(list: HTMLElement): void {
  const add = list.querySelector<HTMLElement>(":scope > .add")!;
  add.addEventListener("click", () => {
    const last = items(list, true).pop()!;
    const copy = last.cloneNode(true) as HTMLElement;
    for (const error of copy.querySelectorAll(".error")) error.remove();
    for (const control of copy.querySelectorAll<Control>("input, select, textarea")) {
      if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = false;
      else control.value = "";
      describe(control, false);
      control.removeAttribute("aria-invalid");
    }
    for (const inner of copy.querySelectorAll<HTMLElement>("[data-list]")) {
      for (const item of items(inner, true).slice(1)) item.remove();
      growing(inner);
    }
    last.after(copy);
    renumber(list);
    first(copy)?.focus();
  });
  list.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>(".remove");
    if (!button || button.closest("[data-list]") !== list) return;
    button.closest(".item")!.remove();
    renumber(list);
    byId("form-result").hidden = true;
    first(items(list, true).pop()!)?.focus();
  });
}

/** Gives the items of a list their numbers in the ids and in what names them. */
function renumber(list: HTMLElement): void {
  const all = items(list, true);
  all.forEach((item, i) => {
    const from = itemId(item);
    const to = `${list.id}-${i}`;
    const rename = (text: string): string =>
      text.split(" ").map((id) => (id === from || id.startsWith(from + "-") ? to + id.slice(from.length) : id)).join(" ");
    for (const element of [item, ...item.querySelectorAll<HTMLElement>("*")]) {
      for (const name of ["id", "for", "list", "aria-describedby", "data-item"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, rename(value));
      }
    }
    item.querySelector<HTMLElement>(":scope > .remove")!.hidden = all.length < 2;
  });
}

/** Offers what fields may be that have too many choices for a list in the page. */
function offer(schema: Schema, id: string): void {
  for (const name of Object.keys(schema.properties ?? {})) offer(schema.properties![name]!, `${id}-${name}`);
  if (schema.type === "array" && schema.items) offer(schema.items, id + "-0");
  const control = document.getElementById(id);
  let list = document.getElementById(id + "-list");
  if (control && schema.examples?.length) {
    list = Object.assign(document.createElement("datalist"), { id: id + "-list" });
    control.after(list);
    control.setAttribute("list", list.id);
  }
  list?.append(...(schema.oneOf ?? []).map((choice) => {
    const option = document.createElement("option");
    option.value = choiceName(choice, schema.oneOf!);
    if (!option.value.includes(choice.const)) option.label = `${option.value} (${choice.const})`;
    return option;
  }), ...(schema.examples ?? []).map((text) => Object.assign(document.createElement("option"), { value: text })));
}

// Mistakes: beside each field, and all of them above the form.

function first(element: HTMLElement): HTMLElement | null {
  const controls = "input, select, textarea";
  return element.matches(controls) ? element : element.querySelector<HTMLElement>(controls);
}

/** Names the element that says what is wrong, in front of the help. */
function describe(element: HTMLElement, wrong: boolean): void {
  const others = (element.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== "" && !id.endsWith("-error"));
  if (wrong) others.unshift(element.id + "-error");
  if (others.length > 0) element.setAttribute("aria-describedby", others.join(" "));
  else element.removeAttribute("aria-describedby");
}

/** Takes away what is said to be wrong with an element, and with what it is in. */
function clear(element: HTMLElement): void {
  for (let at: HTMLElement | null = element; at && at.tagName !== "FORM"; at = at.parentElement) {
    if (!at.id) continue;
    document.getElementById(at.id + "-error")?.remove();
    describe(at, false);
    at.removeAttribute("aria-invalid");
  }
}

function label(element: HTMLElement): string {
  const whole = element.tagName === "FIELDSET" ? element.querySelector("legend") : document.querySelector(`label[for="${element.id}"]`);
  return whole?.firstChild?.textContent?.trim() ?? "";
}

/** What is wrong in words: by what the field is where the keyword does not say it. */
function sentence(problem: Problem, strings: Data["strings"]): string {
  const { keyword, schema, bound } = problem;
  const values: Record<string, string> = { Bound: bound === undefined ? "" : String(bound), Character: problem.character ?? "" };
  const kind = keyword === "pattern" || keyword === "type" ? (schema.format ?? (problem.path[0] === "body" && problem.path.length === 1 ? "words" : (schema.type ?? "text"))) : keyword;
  const name = `error.${kind}`;
  return fill(strings, strings[name] ? name : "error.string", values, keyword === "character" ? undefined : bound);
}

function show(made: Made, data: Data, form: HTMLFormElement): void {
  for (const error of form.querySelectorAll<HTMLElement>(".error")) error.remove();
  for (const control of form.querySelectorAll<HTMLElement>("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const element of form.querySelectorAll<HTMLElement>("[aria-describedby]")) describe(element, false);
  const summary = byId("form-errors");
  summary.hidden = made.problems.length === 0;
  byId("form-result").hidden = made.problems.length > 0;
  if (made.problems.length > 0) mistakes(made.problems, data, summary);
  else result(made, data);
}

/** The mistakes in the order of the page, those of the whole first. */
function inOrder(problems: Problem[]): { problem: Problem; element?: HTMLElement }[] {
  const list = problems.map((problem) => ({ problem, element: locate(problem.path) }));
  return list.sort((a, b) => {
    if (a.element === b.element) return 0;
    if (!a.element || !b.element) return a.element ? 1 : -1;
    return a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  });
}

function mistakes(problems: Problem[], data: Data, summary: HTMLElement): void {
  const links: HTMLElement[] = [];
  const told = new Set<HTMLElement>();
  for (const { problem, element } of inOrder(problems)) {
    const text = sentence(problem, data.strings);
    const line = document.createElement("li");
    links.push(line);
    if (!element) {
      line.textContent = text;
      continue;
    }
    if (told.has(element)) {
      links.pop();
      continue;
    }
    told.add(element);
    const target = first(element) ?? element;
    const link = document.createElement("a");
    link.href = "#" + target.id;
    link.textContent = fill(data.strings, "error.line", { Label: label(element), Error: text });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      target.focus();
    });
    line.append(link);
    const error = document.createElement("p");
    error.className = "error";
    error.id = element.id + "-error";
    error.textContent = text;
    if (element.tagName === "FIELDSET") element.querySelector("legend")!.after(error);
    else element.before(error);
    describe(element, true);
    if (element.tagName !== "FIELDSET") element.setAttribute("aria-invalid", "true");
  }
  byId("form-errors-title").textContent = fill(data.strings, "error.count", {}, links.length);
  byId("form-errors-list").replaceChildren(...links);
  summary.focus();
}

// The entry, and where it can go.

let file = "";

function result(made: Made, data: Data): void {
  const { path, text } = made as Required<Made>;
  byId("form-path").textContent = path;
  byId("form-text").textContent = text;
  byId("form-copied").textContent = "";
  const download = byId("form-download") as HTMLAnchorElement;
  if (file) URL.revokeObjectURL(file);
  file = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  download.href = file;
  download.download = path.slice(path.lastIndexOf("/") + 1);
  if (data.form.email) {
    const instead = fill(data.strings, "attach", { Path: path });
    const link = mail(data.form.email, `${data.form.subject} – ${path}`, `${path}\n\n${text}`, instead);
    (byId("form-mail") as HTMLAnchorElement).href = link.href;
    byId("form-attach").hidden = link.whole;
  }
  if (data.form.repository) {
    const link = newFile(data.form.repository, path, text);
    (byId("form-host") as HTMLAnchorElement).href = link.href;
    byId("form-paste").hidden = link.whole;
  }
  byId("form-result-title").focus();
}

/** What the buttons of the result do. */
function outcome(): void {
  byId("form-copy").addEventListener("click", async () => {
    const text = byId("form-text");
    const said = byId("form-copied");
    try {
      await navigator.clipboard.writeText(text.textContent!);
      said.textContent = said.dataset.done!;
    } catch {
      getSelection()?.selectAllChildren(text);
      said.textContent = said.dataset.selected!;
    }
  });
}
