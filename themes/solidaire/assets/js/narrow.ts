// A list narrowed as soon as something is chosen. The controls say what is asked
// for and the address says the same; this file keeps the two and the list together.
import { load, Narrower, type Choice, type Data } from "./_narrow";
import { fill, number, type PageData } from "./_page";

/** Cards shown at first, and more at each request. */
const step = 20;
/** How long after a change the number of entries is said aloud. */
const pause = 400;

/** Called when a visitor reaches for the filters; fails when they cannot come. */
export async function start(root: HTMLElement): Promise<void> {
  new List(root, await load(root.dataset.src!));
}

class List {
  private strings = JSON.parse(this.root.querySelector("script")!.textContent!) as PageData["strings"];
  private form = this.root.querySelector("form")!;
  private fields = [...this.form.querySelectorAll("input")];
  private details = [...this.root.querySelectorAll("details")];
  private chosen = this.root.querySelector<HTMLElement>(".filter-chosen")!;
  private status = this.root.querySelector<HTMLElement>("[role=status]")!;
  private heading = document.getElementById("filter-heading");
  private count = beside(this.root, ".count")!;
  private cards = beside(this.root, ".cards") ?? this.count;
  private pager = beside(this.root, ".pager");
  private list = document.createElement("ul");
  private more = document.createElement("button");
  private narrower = new Narrower(this.data);
  /** The boxes of the groups that have been opened, by filter and value. */
  private boxes: (HTMLInputElement[] | undefined)[] = [];
  private shown = 0;
  private entries: number[] = [];
  private saying = 0;
  private choice: Choice;
  /** The page as it came: its address and what it said. */
  private first = { address: location.pathname, count: this.count.textContent, title: document.title, heading: this.heading?.textContent ?? "" };

  constructor(private root: HTMLElement, private data: Data) {
    this.list.className = "cards";
    this.more.type = "button";
    this.more.className = "more-cards";
    this.more.textContent = fill(this.strings, "more");
    this.more.addEventListener("click", () => this.showMore());
    this.cards.after(this.list, this.more);
    this.choice = this.read();
    // What has been typed before the data came counts.
    const typed = this.fields.filter((field) => field.value.trim());
    for (const field of typed) this.choice[field.name as "q" | "from" | "until"] = field.value.trim();
    root.addEventListener("input", (event) => {
      const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
      this.collect();
      this.run(typing ? "replace" : "push");
    });
    for (const group of this.details) group.addEventListener("toggle", () => group.open && this.build(group));
    window.addEventListener("popstate", () => {
      this.choice = this.read();
      this.run("keep");
    });
    for (const group of this.details) if (group.open) this.build(group);
    this.run(typed.length ? "push" : "keep");
  }

  /** What the address asks for; the page of a value asks for that value. */
  private read(): Choice {
    const params = new URLSearchParams(location.search);
    const values = new Map<string, Set<string>>();
    for (const { name } of this.data.filters) {
      const keys = params.getAll(name);
      if (keys.length) values.set(name, new Set(keys));
    }
    const { name, value } = this.root.dataset;
    if (name && location.pathname === this.first.address && !values.has(name)) values.set(name, new Set([value!]));
    const text = (key: string) => params.get(key) ?? "";
    return { values, q: text("q"), from: text("from"), until: text("until") };
  }

  /** What the controls ask for. */
  private collect(): void {
    for (const field of this.fields) this.choice[field.name as "q" | "from" | "until"] = field.value.trim();
    this.data.filters.forEach(({ name, values }, f) => {
      const boxes = this.boxes[f];
      if (boxes) this.choice.values.set(name, new Set(values.filter((_, i) => boxes[i]!.checked).map(([key]) => key)));
    });
  }

  private params(): URLSearchParams {
    const params = new URLSearchParams();
    for (const { name } of this.data.filters) for (const key of this.choice.values.get(name) ?? []) params.append(name, key);
    for (const name of ["q", "from", "until"] as const) if (this.choice[name]) params.set(name, this.choice[name]);
    return params;
  }

  private run(how: "push" | "replace" | "keep"): void {
    const { entries, counts } = this.narrower.ask(this.choice);
    this.entries = entries;
    if (how !== "keep") {
      const params = this.params().toString();
      const address = this.root.dataset.list! + (params && `?${params}`);
      // The first letter of a name is a step of its own; those after it are not.
      const replace = how === "replace" && location.pathname === this.root.dataset.list && new URLSearchParams(location.search).has("q");
      if (address !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", address);
    }
    this.showChoice(counts);
    this.showCards();
  }

  private showCards(): void {
    // Where nothing is asked for beyond what the page came with, it stays as it was.
    const untouched = location.pathname === this.first.address && !location.search;
    for (const part of [this.cards === this.count ? null : this.cards, this.pager]) if (part) part.hidden = !untouched;
    this.list.hidden = this.more.hidden = untouched;
    this.shown = 0;
    this.list.replaceChildren();
    if (untouched) {
      this.count.textContent = this.first.count;
      return;
    }
    this.add();
    this.count.textContent = this.entries.length ? fill(this.strings, "count", {}, this.entries.length) : fill(this.strings, "none");
    const text = this.count.textContent;
    clearTimeout(this.saying);
    this.saying = window.setTimeout(() => (this.status.textContent = text), pause);
  }

  private add(): void {
    const next = this.entries.slice(this.shown, this.shown + step);
    // The cards are those that the templates made; they hold no foreign text unescaped.
    this.list.insertAdjacentHTML("beforeend", next.map((entry) => `<li class="card">${this.data.cards[entry]}</li>`).join(""));
    this.shown += next.length;
    this.more.hidden = this.shown >= this.entries.length;
  }

  private showMore(): void {
    const at = this.shown;
    this.add();
    this.list.children[at]?.querySelector("a")?.focus();
  }

  /** Makes the values of a filter boxes, once its group is opened. */
  private build(group: HTMLDetailsElement): void {
    const f = this.data.filters.findIndex(({ name }) => name === group.dataset.name);
    if (f < 0 || this.boxes[f]) return;
    const { name, values } = this.data.filters[f]!;
    const items = values.map(([key, label]) => {
      const item = document.createElement("li");
      const frame = document.createElement("label");
      const box = document.createElement("input");
      const count = document.createElement("span");
      box.type = "checkbox";
      box.value = key;
      box.checked = this.choice.values.get(name)?.has(key) ?? false;
      count.className = "number";
      const text = document.createElement("span");
      text.append(`${label} `, count);
      frame.append(box, text);
      item.append(frame);
      return { item, box };
    });
    const focused = group.contains(document.activeElement) && document.activeElement!.tagName === "A";
    this.boxes[f] = items.map(({ box }) => box);
    group.querySelector("ul")!.replaceChildren(...items.map(({ item }) => item));
    if (focused) this.boxes[f]![0]?.focus();
    this.showCounts(f, this.narrower.ask(this.choice).counts[f]!);
  }

  private showCounts(f: number, counts: number[]): void {
    this.boxes[f]?.forEach((box, i) => {
      const item = box.closest("li")!;
      const text = box.nextElementSibling!.lastElementChild!;
      const says = `· ${number(counts[i]!)}`;
      if (text.textContent !== says) text.textContent = says;
      item.hidden = !counts[i] && !box.checked && box !== document.activeElement;
    });
  }

  private showChoice(counts: number[][]): void {
    for (const field of this.fields) {
      const value = this.choice[field.name as "q" | "from" | "until"];
      if (field.value.trim() !== value) field.value = value;
    }
    const labels: string[] = [];
    const chips: HTMLElement[] = [];
    const chip = (label: string, remove: () => void) => {
      labels.push(label);
      chips.push(this.button(label, fill(this.strings, "remove", { Value: label }), remove));
    };
    this.data.filters.forEach(({ name, values }, f) => {
      const keys = this.choice.values.get(name);
      this.boxes[f]?.forEach((box) => (box.checked = keys?.has(box.value) ?? false));
      this.showCounts(f, counts[f]!);
      for (const [key, label] of values) if (keys?.has(key)) chip(label, () => keys.delete(key));
    });
    for (const name of ["q", "from", "until"] as const) {
      const value = this.choice[name];
      if (value) chip(fill(this.strings, name === "q" ? "name" : name, { Value: name === "q" ? value : dayText(value) }), () => (this.choice[name] = ""));
    }
    if (chips.length > 1) {
      chips.push(this.button(fill(this.strings, "reset"), "", () => (this.choice = { values: new Map(), q: "", from: "", until: "" })));
      chips.at(-1)!.className = "reset";
    }
    this.chosen.replaceChildren(...chips.flatMap((chip) => [chip, " "]));
    if (this.heading) this.heading.textContent = labels.join(", ");
    document.title = labels.length ? `${labels.join(", ")} – ${this.root.dataset.title}` : this.root.dataset.title!;
  }

  private button(label: string, name: string, remove: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    if (name) button.setAttribute("aria-label", name);
    button.addEventListener("click", () => {
      remove();
      this.run("push");
      // The button is gone: go on at what is left.
      (this.chosen.querySelector("button") ?? document.getElementById("filters-title")!).focus();
    });
    return button;
  }
}

/** The element of a list that stands beside its filters. */
function beside(root: HTMLElement, selector: string): HTMLElement | null {
  return root.parentElement!.querySelector<HTMLElement>(`:scope > ${selector}`);
}

/** A day ("2027-01-15") as the page's readers write it. */
function dayText(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
}
