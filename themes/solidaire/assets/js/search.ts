// On every page. Nothing is fetched before the visitor reaches for the search,
// or comes from a result: then words are marked on this page.

interface Results {
  start(form: HTMLFormElement): void;
}
interface Marks {
  mark(words: string[]): void;
}

const form = document.querySelector<HTMLFormElement>("form[data-index]");
if (form) {
  const { index, root, results, mark } = form.dataset;
  const error = document.getElementById("search-error");
  let started = false;

  const start = () => {
    if (started) return;
    started = true;
    // What the index begins with comes while the module that asks for it does.
    if (!root) document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", href: index }));
    import(results!).then(
      (module: Results) => module.start(form),
      () => {
        started = false;
        if (!error) return;
        error.hidden = false;
        // To try again is to load the page with the same query.
        const field = form.elements.namedItem("q") as HTMLInputElement;
        field.value = field.value || new URLSearchParams(location.search).get("q") || "";
      },
    );
  };
  form.addEventListener("focusin", start);
  form.addEventListener("pointerdown", start);
  // Whoever is on the search page has reached for the search, and the page has
  // asked for these files already.
  if (error) start();

  const words = new URLSearchParams(location.hash.slice(1)).get("q");
  if (words) import(mark!).then((module: Marks) => module.mark(words.split(" ")), () => {});
}
