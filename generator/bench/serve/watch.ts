// What runs in every page from its beginning: it tells when a mark of an edit is
// in the text, and when a result is in the list of the search page.

/** What was seen, and when: milliseconds since the epoch at the first frame that shows it. */
export interface Seen {
  what: string;
  time: number;
}

/** A script for pages. `benchSeen` is a function of the bench. */
export const watch = `(() => {
  const told = new Set();
  const tell = (what) => {
    if (told.has(what)) return;
    told.add(what);
    requestAnimationFrame(() => benchSeen({ what, time: performance.timeOrigin + performance.now() }));
  };
  const look = () => {
    const main = document.body;
    if (!main) return;
    const query = new URLSearchParams(location.search).get("q");
    if (query) {
      for (const link of document.querySelectorAll("#search-list a")) tell(query + " lists " + link.pathname);
      return;
    }
    for (const mark of main.textContent.match(/qz[a-w]{4}x/g) ?? []) tell(mark);
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  document.addEventListener("DOMContentLoaded", look);
})();`;
