// On a form page. Nothing is fetched before somebody begins to fill it in.
export {}; // a module: what it names is its own

interface Compose {
  compose(form: HTMLFormElement): Promise<() => void>;
}

const form = document.getElementById("form") as HTMLFormElement;
const submit = form.querySelector<HTMLButtonElement>("[type=submit]")!;
submit.hidden = submit.disabled = false;
for (const add of form.querySelectorAll<HTMLElement>(".add")) add.hidden = false;

let begun: Promise<() => void> | undefined;
let ready = false;

const start = (): Promise<() => void> =>
  (begun ??= import(form.dataset.compose!)
    .then((module: Compose) => module.compose(form))
    .then((check) => {
      ready = true;
      return check;
    }));

const failed = (): void => {
  begun = undefined; // whoever tries again, tries again
  document.getElementById("form-offline")!.hidden = false;
};

for (const event of ["focusin", "pointerdown"]) form.addEventListener(event, () => void start().catch(failed));
form.addEventListener("click", (event) => {
  const add = (event.target as HTMLElement).closest<HTMLElement>(".add");
  // Who presses it before the rest is there need not press it again.
  if (add && !ready) start().then(() => add.click(), failed);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  start().then((check) => check(), failed);
});
