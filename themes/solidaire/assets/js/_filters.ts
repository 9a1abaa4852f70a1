// Filters with counts. Each choice is a checkbox of the form, so that the form
// alone knows what is searched.
import type { Answer } from "essaim:search";
import { copy, element, fill, number, type Facet, type PageData } from "./_page";

interface Choice {
  item: HTMLElement;
  box: HTMLInputElement;
  count: HTMLElement;
}

interface Group {
  facet: Facet;
  frame: HTMLElement;
  choices: Map<string, Choice>;
}

export class Filters {
  private groups: Group[];

  constructor(private data: PageData) {
    this.groups = data.site.facets.map((facet) => {
      const frame = copy("search-facet");
      frame.hidden = true;
      frame.querySelector("legend")!.textContent = facet.label || fill(data.strings, facet.name) || facet.name;
      element("search-facets").append(frame);
      return { facet, frame, choices: new Map<string, Choice>() };
    });
  }

  /** The names that filters have in an address. */
  get params(): string[] {
    return this.groups.map((group) => group.facet.param);
  }

  /** Chooses what an address says, and nothing else. */
  select(params: URLSearchParams): void {
    for (const { facet, frame, choices } of this.groups) {
      const values = params.getAll(facet.param);
      for (const value of values) this.choice(facet, frame, choices, value);
      for (const [value, choice] of choices) choice.box.checked = values.includes(value);
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
    for (const { facet, frame, choices } of this.groups) {
      const counts = new Map<string, number>();
      for (const { value, label, count } of facets[facet.name] ?? []) {
        counts.set(value, count);
        this.choice(facet, frame, choices, value, label);
      }
      let shown = 0;
      let any = false;
      for (const [value, choice] of choices) {
        const count = counts.get(value) ?? 0;
        choice.count.textContent = `(${number(count)})`;
        choice.item.hidden = !count && !choice.box.checked;
        any ||= choice.box.checked;
        if (!choice.item.hidden) shown++;
      }
      frame.hidden = shown < 2 && !any; // one value leaves nothing to choose
    }
    this.tell();
  }

  clear(): void {
    this.select(new URLSearchParams());
  }

  private tell(): void {
    const count = Object.values(this.chosen()).flat().length;
    element("search-active").textContent = count ? fill(this.data.strings, "filters", {}, count) : "";
    element("search-clear").hidden = !count;
  }

  private choice(facet: Facet, frame: HTMLElement, choices: Map<string, Choice>, value: string, label?: string): void {
    if (choices.has(value)) return;
    const item = copy("search-value");
    const box = item.querySelector("input")!;
    box.name = facet.param;
    box.value = value;
    item.querySelector(".value")!.textContent = facet.values?.[value] || label || value;
    frame.querySelector("ul")!.append(item);
    choices.set(value, { item, box, count: item.querySelector(".number")! });
  }
}
