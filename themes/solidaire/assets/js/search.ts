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
        if (error) error.hidden = false;
      },
    );
  };
  form.addEventListener("focusin", start);
  form.addEventListener("pointerdown", start);
  // The search page, at an address with a query.
  if (error && new URLSearchParams(location.search).get("q")) start();

  const words = new URLSearchParams(location.hash.slice(1)).get("q");
  if (words) import(mark!).then((module: Marks) => module.mark(words.split(" ")), () => {});
}
