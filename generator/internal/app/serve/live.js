// @ts-check
// Keeps a page of the preview up to date, and lays the mistakes of the content
// over it. Mistakes are set as text, never as HTML.
//
// When nothing but the main part of a page has changed, it takes the place of the
// former one: styles, scripts and what a visitor has scrolled to stay. That is
// right only where no script of the page knows something inside, so this one is
// the first and takes note; anything else loads the page anew.
//
// Files that the search is about to ask for come with what is told of it, and are
// given to whoever fetches them.
"use strict";

/**
 * @typedef {{ code?: string, message: string, place?: string, line?: string, caret?: string, notes?: Mistake[] }} Mistake
 * @typedef {[at: number, gone: number, ...come: any[]][]} Splices
 * @typedef {{ keys: Splices, sums: Splices }} Range
 * @typedef {{ of: string, totals: number[], words: Range, spelling: Range, reversed: Range, positions: Splices, cards: Splices, facets: string, lengths: Splices, files?: Record<string, string> }} Change
 * @typedef {{ build: number, version: string, roots?: Record<string, string>, changes?: Record<string, Change>, mistakes: Mistake[] | null, lang: string, title: string, under: string, close: string, more: string }} State
 */

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  let version = script.dataset.version;

  /** @type {EventSource | undefined} */
  let stream;
  /** @type {HTMLDialogElement | undefined} */
  let overlay;
  /** The latest build that the overlay has answered. */
  let answered = 0;
  /** What the page is told to be, while it is being brought up to date. */
  let wanted = "";
  /** Where the search begins, as it has been told. */
  let roots = "";

  /** What scripts listen to and look at. */
  const known = new Set();
  for (const [on, name] of /** @type {[any, string][]} */ ([
    [EventTarget, "addEventListener"], [MutationObserver, "observe"], [IntersectionObserver, "observe"], [ResizeObserver, "observe"],
  ])) {
    const original = on.prototype[name];
    on.prototype[name] = function (/** @type {any[]} */ ...given) {
      const what = name === "observe" ? given[0] : this;
      if (what instanceof Node && what !== document) known.add(what);
      return original.apply(this, given);
    };
  }

  /** Files of the search that have been told, in base 64, by their addresses. */
  const told = new Map();
  const request = fetch;
  window.fetch = (what, how) => {
    const file = how?.cache !== "reload" && told.get(String(what));
    return file ? Promise.resolve(new Response(Uint8Array.from(atob(file), (c) => c.charCodeAt(0)))) : request(what, how);
  };

  /** @param {State} state */
  function tell({ roots, changes }) {
    told.clear();
    for (const [tag, { files }] of Object.entries(changes ?? {})) {
      for (const [name, file] of Object.entries(files ?? {})) told.set(new URL(name, new URL(roots?.[tag] ?? "", location.href)).href, file);
    }
  }

  /** What rules how a page looks and what runs in it. */
  const rules = 'style, base, link[rel~="stylesheet"], link[rel~="preload"], link[rel~="modulepreload"], meta[http-equiv], meta[name="viewport"], meta[name="color-scheme"], script:not([type="application/ld+json"], [src^="/.essaim/"])';

  /** Elements that do something by themselves, or that a script makes more of. */
  const lively = "script, noscript, template, slot, form, iframe, object, embed, audio, video, dialog";

  /**
   * A page without its main part: that must be the same for the main part alone
   * to be replaced. What is for browsers without scripts is not shown.
   * @param {Element} page
   */
  function frame(page) {
    const rest = /** @type {Element} */ (page.cloneNode(true));
    for (const e of rest.querySelectorAll("noscript")) e.remove();
    rest.querySelector("main")?.replaceChildren();
    const [head, body] = [rest.querySelector("head"), rest.querySelector("body")];
    return [rest.cloneNode(), ...(head?.querySelectorAll(rules) ?? []), ...(body ? [body] : [])];
  }

  /** @param {Element} main */
  const quiet = (main) => !main.querySelector(lively) && ![...main.querySelectorAll("*")].some((e) => e.localName.includes("-"));

  // The other scripts of the page run after this one.
  const around = frame(document.documentElement);
  let came = document.querySelector("main")?.cloneNode(true);

  /**
   * Puts the main part of a page in the place of the present one, if that is all
   * there is to do.
   * @param {Document} page
   */
  function swap(page) {
    const present = document.querySelector("main");
    const next = page.querySelector("main");
    if (!came || !present || !next || location.hash || !present.isEqualNode(came) || !quiet(present) || !quiet(next)) return false;
    for (const node of known) if (present.contains(node)) return false;
    next.replaceWith(next.cloneNode()); // so that the rest is copied without it
    const other = frame(page.documentElement);
    if (other.length !== around.length || !other.every((e, i) => e.isEqualNode(around[i] ?? null))) return false;
    for (const e of [...document.head.children]) if (!e.matches(rules) && e !== script) e.remove();
    for (const e of [...page.head.children]) if (!e.matches(rules) && !e.matches("[src^='/.essaim/']")) document.head.append(document.adoptNode(e));
    came = next.cloneNode(true);
    present.replaceWith(document.adoptNode(next));
    return true;
  }

  /** Brings the page up to date. */
  async function renew() {
    while (wanted && wanted !== version) {
      const asked = wanted;
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const brought = page.querySelector("script[src='/.essaim/live.js']")?.getAttribute("data-version") ?? "";
      if (asked !== wanted && brought !== wanted) continue;
      if (answer.redirected || !answer.ok || brought !== wanted || !swap(page)) throw new Error("another page");
      version = brought;
    }
  }

  /** Whether the visitor is about to go elsewhere, which ends what is being fetched. */
  let leaving = false;
  addEventListener("beforeunload", () => (leaving = true));

  function reload() {
    if (leaving) {
      leaving = false;
      setTimeout(reload, 1000); // if they stay after all
      return;
    }
    disconnect();
    location.reload();
  }

  // A hidden page lets go of its connection: a browser grants few to one host.
  function connect() {
    if (stream || document.hidden) return;
    const opened = new EventSource("/.essaim/events?path=" + encodeURIComponent(location.pathname));
    opened.onmessage = (message) => answer(JSON.parse(message.data));
    opened.onerror = () => {
      if (opened.readyState !== EventSource.CLOSED || stream !== opened) return;
      stream = undefined;
      setTimeout(connect, 1000);
    };
    stream = opened;
  }

  function disconnect() {
    stream?.close();
    stream = undefined;
  }

  /**
   * Makes of the root of a search, read from an address, the one that follows it,
   * so that it need not be fetched and read; see search/shard/FORMAT.md, 11.
   * @param {any} root
   * @param {string} address
   * @param {Change | undefined} change
   */
  function follow(root, address, change) {
    if (!change || new URL(change.of, location.href).href !== address) return;
    const list = (/** @type {any[]} */ former, /** @type {Splices} */ splices) => {
      const next = splices.length ? [...former] : former;
      for (const [at, gone, ...come] of splices) next.splice(at, gone, ...come);
      return next;
    };
    const range = (/** @type {any} */ { keys, sums }, /** @type {Range} */ by) => ({ keys: list(keys, by.keys), sums: list(sums, by.sums) });
    return {
      ...root,
      fields: root.fields.map((/** @type {any} */ field, /** @type {number} */ i) => ({ ...field, average: change.totals[i] / root.documents || 1 })),
      words: range(root.words, change.words),
      spelling: range(root.spelling, change.spelling),
      reversed: range(root.reversed, change.reversed),
      positions: list(root.positions, change.positions),
      cards: list(root.cards, change.cards),
      facets: change.facets,
      lengths: root.lengths && list(root.lengths, change.lengths),
    };
  }

  /**
   * Gives the files of a former root that the present one has too to that. Facets
   * are read by the number of documents, words by the fields and lengths too.
   * @param {any} former
   * @param {any} present
   */
  function hand(former, present) {
    const { documents, fields, lengths } = present.root;
    const same = former.root.fields.length === fields.length && (former.root.lengths === lengths || String(former.root.lengths) === String(lengths));
    const kinds = former.root.documents !== documents ? "csp" : same ? "cspfw" : "cspf";
    for (const [name, file] of former.files) if (kinds.includes(name[0])) present.files.set(name, file);
  }

  /**
   * Leads an open search (Opened in search/client/search.ts) to its new root. What
   * has not been asked for yet is not asked for now.
   * @param {State} state
   */
  const lead = ({ roots, changes }) => (/** @type {any} */ search) => {
    const tag = search.pointer.match(/([^/]+)\.json$/)[1];
    const root = roots?.[tag] && new URL(roots[tag], location.href).href;
    if (!root || root === search.root) return;
    search.root = root;
    search.store = search.store?.then(async (/** @type {any} */ former) => {
      const store = await search.openStore(root, follow(former.root, former.url, changes?.[tag]));
      hand(former, store);
      return store;
    });
    search.store?.catch(() => (search.store = undefined));
  };

  /** @param {State} state */
  function answer(state) {
    const renewing = wanted !== "";
    wanted = state.version;
    if (wanted !== version && !renewing) renew().then(() => (wanted = ""), reload);
    else if (!renewing) wanted = "";
    const begins = JSON.stringify(state.roots ?? {});
    if (state.roots && begins !== roots) {
      roots = begins;
      tell(state);
      document.dispatchEvent(new CustomEvent("essaim:roots", { detail: lead(state) }));
    }
    const mistakes = state.mistakes ?? [];
    if (mistakes.length === 0) {
      overlay?.close();
    } else if (state.build !== answered) {
      // Closed by the visitor, it stays so until the next save.
      overlay ??= makeOverlay();
      overlay.lang = state.lang;
      overlay.replaceChildren(...describe(state, mistakes));
      if (!overlay.open) overlay.showModal();
    }
    answered = state.build;
  }

  /** An empty dialog, out of reach of the styles of the page. */
  function makeOverlay() {
    const host = document.createElement("div");
    const inside = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/.essaim/live.css";
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", "title");
    dialog.setAttribute("aria-describedby", "under");
    inside.append(style, dialog);
    document.body.append(host);
    return dialog;
  }

  /**
   * @param {State} state
   * @param {Mistake[]} mistakes
   */
  function describe(state, mistakes) {
    const title = element("h2", state.title);
    title.id = "title";
    title.setAttribute("aria-live", "polite");
    const close = element("button", state.close);
    close.setAttribute("type", "button");
    close.addEventListener("click", () => overlay?.close());
    const header = element("header");
    header.append(title, close);

    const list = element("ol");
    for (const mistake of mistakes) {
      const item = element("li");
      item.append(...parts(mistake));
      list.append(item);
    }
    const under = element("p", state.under);
    under.id = "under";
    const rest = state.more ? [element("p", state.more)] : [];
    return [header, list, ...rest, under];
  }

  /**
   * @param {Mistake} mistake
   * @returns {HTMLElement[]}
   */
  function parts(mistake) {
    const shown = [];
    const message = element("p", mistake.message);
    if (mistake.code) message.append(" ", element("code", `[${mistake.code}]`));
    shown.push(message);
    if (mistake.place) shown.push(element("p", mistake.place, "place"));
    if (mistake.line) {
      const excerpt = element("pre", mistake.line + "\n");
      excerpt.append(element("b", mistake.caret));
      shown.push(excerpt);
    }
    for (const note of mistake.notes ?? []) {
      const box = element("div", "", "note");
      box.append(...parts(note));
      shown.push(box);
    }
    return shown;
  }

  /**
   * @param {string} name
   * @param {string} [text]
   * @param {string} [kind]
   */
  function element(name, text = "", kind = "") {
    const made = document.createElement(name);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
})();
