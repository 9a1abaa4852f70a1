// Filters with counts. Each choice is a checkbox of the form, so that the form
// alone knows what is searched.
import type { Answer } from "essaim:search";
import { copy, element, fill, number, type Facet, type PageData } from "./_page";

interface Choice {
  item: HTMLElement;
  box: HTMLInputElement;
  count: HTMLElement;
  /** Whether it leads nowhere and is not chosen. */
  empty: boolean;
}

interface Group {
  facet: Facet;
  frame: HTMLElement;
  choices: Map<string, Choice>;
  /** Shows the choices beyond the first few. */
  more: HTMLElement;
  whole: boolean;
}

/** How many choices of a facet are shown at first. */
const few = 8;

export class Filters {
  private groups: Group[];

  constructor(private data: PageData) {
    this.groups = data.site.facets.map((facet) => {
      const frame = copy("search-facet");
      frame.hidden = true;
      frame.querySelector("legend")!.textContent = facet.label || fill(data.strings, facet.name) || facet.name;
      element("search-facets").append(frame);
      const more = frame.querySelector("button")!;
      const group: Group = { facet, frame, choices: new Map(), more, whole: false };
      more.addEventListener("click", () => {
        const next = [...group.choices.values()].find((choice) => choice.item.hidden && !choice.empty);
        group.whole = true;
        this.reveal(group);
        next?.box.focus();
      });
      return group;
    });
  }

  /** The names that filters have in an address. */
  get params(): string[] {
    return this.groups.map((group) => group.facet.param);
  }

  /** Chooses what an address says, and nothing else. */
  select(params: URLSearchParams): void {
    for (const group of this.groups) {
      const values = params.getAll(group.facet.param);
      for (const value of values) this.choice(group, value);
      for (const [value, choice] of group.choices) choice.box.checked = values.includes(value);
    }
    this.tell();
  }

  /** What is chosen, by the names that the index gives. */
  chosen(): Record<string, string[]> {
    const filters: Record<string, string[]> = {};
    for (const { facet, choices } of this.groups) {
      const values = [...choices].filter(([, choice]) => choice.box.checked).map(([value]) => value);
      if (values.length) filters[facet.name] = values;
    }
    return filters;
  }

  /** Shows the counts of an answer. What is there stays where it is. */
  show(facets: Answer["facets"]): void {
    for (const group of this.groups) {
      const counts = new Map<string, number>();
      for (const { value, label, count } of facets[group.facet.name] ?? []) {
        counts.set(value, count);
        this.choice(group, value, label);
      }
      for (const [value, choice] of group.choices) {
        const count = counts.get(value) ?? 0;
        choice.count.textContent = `(${number(count)})`;
        choice.empty = !count && !choice.box.checked;
      }
      this.reveal(group);
    }
    this.tell();
  }

  clear(): void {
    this.select(new URLSearchParams());
  }

  private reveal({ frame, choices, more, whole }: Group): void {
    const full = [...choices.values()].filter((choice) => !choice.empty);
    let place = 0;
    for (const choice of choices.values()) {
      choice.item.hidden = choice.empty || (!whole && place >= few && !choice.box.checked);
      if (!choice.empty) place++;
    }
    more.hidden = full.every((choice) => !choice.item.hidden);
    // One value leaves nothing to choose.
    frame.hidden = full.length < 2 && !full.some((choice) => choice.box.checked);
  }

  private tell(): void {
    const count = Object.values(this.chosen()).flat().length;
    element("search-active").textContent = count ? fill(this.data.strings, "filters", {}, count) : "";
    element("search-clear").hidden = !count;
  }

  private choice({ facet, frame, choices }: Group, value: string, label?: string): void {
    if (choices.has(value)) return;
    const item = copy("search-value");
    const box = item.querySelector("input")!;
    box.name = facet.param;
    box.value = value;
    item.querySelector(".value")!.textContent = facet.values?.[value] || label || value;
    frame.querySelector("ul")!.append(item);
    choices.set(value, { item, box, count: item.querySelector(".number")!, empty: false });
  }
}
