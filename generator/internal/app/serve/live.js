// @ts-check
// Keeps a page of the preview up to date, and lays the mistakes of the content
// over it. Everything shown is set as text, never as HTML.
"use strict";

/**
 * @typedef {{ code?: string, message: string, place?: string, line?: string, caret?: string, notes?: Mistake[] }} Mistake
 * @typedef {{ build: number, version: string, mistakes: Mistake[] | null, lang: string, title: string, under: string, close: string, more: string }} State
 */

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const version = script.dataset.version;

  /** @type {EventSource | undefined} */
  let stream;
  /** @type {HTMLDialogElement | undefined} */
  let overlay;
  /** The latest build that the overlay has answered. */
  let answered = 0;

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

  /** @param {State} state */
  function answer(state) {
    if (state.version !== version) {
      disconnect();
      location.reload();
      return;
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
