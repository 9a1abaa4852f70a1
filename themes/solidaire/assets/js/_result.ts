// One result in the list.
import type { Result } from "essaim:search";
import { copy, dateText, type PageData } from "./_page";

/** hash is what the opened page is told: the words to mark there. */
export function resultItem(result: Result, site: PageData["site"], hash: string): HTMLElement {
  const item = copy("search-result");
  const link = item.querySelector("a")!;
  link.href = site.base + result.url.replace(/^\/+/, "") + hash;
  link.replaceChildren(marked(result.title, result.titleMarks));
  item.querySelector(".summary")!.replaceChildren(marked(result.summary, result.summaryMarks));
  const meta = item.querySelector(".meta")!;
  const label = site.facets.find((facet) => facet.name === "type")?.values?.[result.type];
  if (label) meta.append(label);
  if (result.date) {
    if (label) meta.append(" · ");
    const time = document.createElement("time");
    time.dateTime = result.date;
    time.textContent = dateText(result.date, site);
    meta.append(time);
  }
  return item;
}

/** text with marks, given as sorted pairs of offsets. */
function marked(text: string, marks: [number, number][]): DocumentFragment {
  const fragment = new DocumentFragment();
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end <= start) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    fragment.append(text.slice(at, start), mark);
    at = end;
  }
  fragment.append(text.slice(at));
  return fragment;
}
