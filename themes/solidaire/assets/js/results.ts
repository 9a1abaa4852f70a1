// Results on the search page. The form says what is searched, the address says
// the same; this file keeps the two and the list together.
import { open, SearchError, type Answer, type Searcher } from "essaim:search";
import { Filters } from "./_filters";
import { element, fill, isolated, readData } from "./_page";
import { resultItem } from "./_result";

/** Results shown at first, and more at each request. */
const step = 10;
/** As-you-type: how many characters at least, and how long after the last. */
const fewest = 3;
const pause = 500;
/** How long a search may take before the page says that it goes on. */
const patience = 1000;

/** Called when a visitor reaches for the search, on any page. */
export function start(form: HTMLFormElement): void {
  const searcher = () => open(form.dataset.index!, form.dataset.root);
  if (document.getElementById("search-results")) {
    results(form, searcher);
  } else {
    // The search page will say what is wrong.
    searcher().prepare().catch(() => {});
  }
}

function results(form: HTMLFormElement, connect: () => Searcher): void {
  const data = readData();
  const field = form.elements.namedItem("q") as HTMLInputElement;
  const section = element("search-results");
  const title = element("search-title");
  const note = element("search-note");
  const list = element("search-list");
  const more = element("search-more");
  const help = element("search-help");
  const elsewhere = element("search-elsewhere");
  const browse = element("search-browse");
  const error = element("search-error");
  const status = element("search-status");
  const wait = element("search-wait");
  const details = element<HTMLDetailsElement>("search-filters");
  const live = element<HTMLInputElement>("search-live");
  const filters = new Filters(data);
  const pageTitle = document.title;

  let searcher = connect();
  let failed = "";
  let running: AbortController | undefined;
  let typing = 0;
  let shown = 0;
  /** The address that the list shows the results of. */
  let settled = "";
  /** The last thing said of results. */
  let told = "";

  /** What the form says, as it stands in an address. */
  function params(): URLSearchParams {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const text = String(value).trim();
      if (text && !(name === "sort" && text === "relevance")) found.append(name, text);
    }
    return found;
  }

  /** Makes the form say what an address says. */
  function restore(from: URLSearchParams): void {
    const sort = from.get("sort") === "date" ? "date" : "relevance";
    for (const radio of document.getElementsByName("sort") as NodeListOf<HTMLInputElement>) radio.checked = radio.value === sort;
    filters.select(from);
  }

  function record(now: URLSearchParams, how: "push" | "replace"): void {
    const search = now.toString() && `?${now}`;
    if (search === location.search) return;
    history[how === "push" ? "pushState" : "replaceState"](null, "", location.pathname + search);
  }

  async function run(how: "push" | "replace" | "keep", offset = 0): Promise<void> {
    clearTimeout(typing);
    running?.abort();
    const now = params();
    if (how !== "keep") record(now, how);
    settled = now.toString();
    const query = now.get("q");
    if (!query) {
      idle();
      return;
    }
    const own = (running = new AbortController());
    const chosen = filters.chosen();
    const slow = setTimeout(() => {
      if (own !== running) return;
      wait.hidden = false;
      say(wait.textContent!);
    }, patience);
    try {
      if (failed) searcher = connect();
      const answer = await searcher.search(query, {
        limit: step,
        offset,
        filters: chosen,
        sort: now.get("sort") === "date" ? "date" : "relevance",
        facets: details.open || Object.keys(chosen).length > 0,
        signal: own.signal,
      });
      if (own === running) show(answer, query, offset, how === "keep");
    } catch (cause) {
      if (own === running) fail(cause instanceof SearchError ? cause.kind : "damaged");
    } finally {
      clearTimeout(slow);
      if (own === running) wait.hidden = true;
    }
  }

  function show(answer: Answer, query: string, offset: number, quiet: boolean): void {
    failed = "";
    error.hidden = true;
    const { strings } = data;
    const hash = answer.words.length ? `#${new URLSearchParams({ q: answer.words.join(" ") })}` : "";
    const items = answer.results.map((result) => resultItem(result, data.site, hash));
    if (!offset) list.replaceChildren();
    list.append(...items);
    shown = offset + items.length;
    more.hidden = !items.length || shown >= answer.total;
    section.hidden = false;
    browse.hidden = answer.total > 0;
    if (offset) {
      items[0]?.querySelector("a")?.focus();
      return;
    }
    title.textContent = fill(strings, answer.total ? "count" : "none", { Query: isolated(query) }, answer.total);
    note.textContent = !answer.total ? ""
      : answer.relaxed || !answer.complete ? fill(strings, "relaxed")
      : answer.complete < answer.total ? fill(strings, "complete", {}, answer.complete) : "";
    note.hidden = !note.textContent;
    document.title = `${query} – ${pageTitle}`;
    if (details.open || Object.keys(answer.facets).length) filters.show(answer.facets);
    element("search-tools").hidden = !answer.total && !Object.keys(filters.chosen()).length;
    suggest(answer.suggestions);
    elsewhere.hidden = answer.total > 0;
    const news = `${title.textContent} ${note.textContent}`;
    if (news !== told || !quiet) say((told = news));
  }

  function suggest(words: string[]): void {
    help.hidden = !words.length;
    element("search-suggestions").replaceChildren(
      ...words.map((word) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const there = params();
        there.set("q", word);
        link.href = `?${there}`;
        link.textContent = word;
        link.addEventListener("click", (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          field.value = word;
          void run("push").then(() => title.focus());
        });
        item.append(link);
        return item;
      }),
    );
  }

  /** Nothing is searched: the page is as it came. */
  function idle(): void {
    running = undefined;
    section.hidden = error.hidden = wait.hidden = true;
    browse.hidden = false;
    document.title = pageTitle;
    status.textContent = "";
  }

  function fail(kind: string): void {
    failed = kind;
    for (const text of error.querySelectorAll<HTMLElement>("[data-kind]")) text.hidden = text.dataset.kind !== kind;
    error.hidden = browse.hidden = false;
    if (section.contains(document.activeElement)) element("search-retry").focus();
    section.hidden = true;
    document.title = pageTitle;
  }

  /** Tells a screen reader, even when it says the same twice. */
  function say(text: string): void {
    status.textContent = status.textContent === text ? `${text}\u00a0` : text;
  }

  function typed(event: Event): void {
    if ((event as InputEvent).isComposing) return;
    clearTimeout(typing);
    const length = [...field.value.trim()].length;
    if (!length) void run("replace");
    else if (live.checked && length >= fewest) typing = window.setTimeout(() => params().toString() !== settled && void run("replace"), pause);
  }
  field.addEventListener("input", typed);
  field.addEventListener("compositionend", typed);
  live.addEventListener("change", () => clearTimeout(typing));

  form.addEventListener("submit", (event) => {
    // A page older than its index has to be loaded anew.
    if (failed === "version") return;
    event.preventDefault();
    const again = event.submitter?.id === "search-retry";
    void run("push").then(() => again && !section.hidden && title.focus());
  });
  element("search-tools").addEventListener("change", () => void run("push"));
  details.addEventListener("toggle", () => details.open && settled && void run(params().toString() === settled ? "keep" : "push"));
  element("search-clear").addEventListener("click", () => {
    filters.clear();
    details.querySelector("summary")!.focus();
    void run("push");
  });
  // Text that has changed since is another search, and not more of this one.
  more.addEventListener("click", () => void (params().toString() === settled ? run("keep", shown) : run("push")));
  addEventListener("popstate", () => {
    const there = new URLSearchParams(location.search);
    field.value = there.get("q") ?? "";
    restore(there);
    if (params().toString() !== settled) void run("keep");
  });

  // A preview has other results after each change; the searcher knows already.
  document.addEventListener("essaim:roots", () => settled && params().toString() === settled && void run("keep"));

  const there = new URLSearchParams(location.search);
  // Who types while this loads has gone on from the address.
  if (document.activeElement !== field || !field.value) field.value = there.get("q") ?? "";
  restore(there);
  if (field.value) void run("keep");
  else searcher.prepare().catch(() => {}); // told when something is searched
}
