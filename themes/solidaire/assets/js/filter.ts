// On lists that can be narrowed. Nothing is fetched before the visitor reaches
// for the filters, or comes with some in the address.

interface Narrow {
  start(root: HTMLElement): Promise<void>;
}

const root = document.getElementById("filters")!;
const failed = root.querySelector<HTMLElement>(".alert")!;
let started = false;

function start(): void {
  if (started) return;
  started = true;
  import(root.dataset.script!)
    .then((module: Narrow) => module.start(root))
    .then(
      () => (failed.hidden = true),
      () => {
        started = failed.hidden = false; // the links still lead to the same lists
      },
    );
}

root.addEventListener("focusin", start);
root.addEventListener("pointerdown", start);
root.addEventListener("submit", (event) => event.preventDefault());

const known = ["q", "from", "until", ...[...root.querySelectorAll<HTMLElement>("details")].map((group) => group.dataset.name!)];
if ([...new URLSearchParams(location.search).keys()].some((name) => known.includes(name))) start();
