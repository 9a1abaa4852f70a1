// On the page of a calculator: what an amount in euros stands for in hours or
// jobs, by the rule that the form holds. The page says the same without it.

export {}; // a module of its own

type Strings = Record<string, string | Record<string, string>>;

const form = document.querySelector<HTMLFormElement>("#calculator");
const field = form?.querySelector<HTMLInputElement>("#calculator-amount");
const result = form?.querySelector<HTMLOutputElement>("#calculator-result");
const error = form?.querySelector<HTMLElement>("#calculator-error");
const strings: Strings = JSON.parse(document.getElementById("calculator-strings")?.textContent || "{}");
const language = document.documentElement.lang;

/** The largest amount that makes sense here: more than all contracts of the Games. */
const most = 1e12;

/**
 * Reads an amount as people write it: a comma or a point behind which exactly
 * three digits stand parts thousands, any other begins the cents. NaN for what
 * is no amount.
 */
function amountOf(written: string): number {
  const text = written.replace(/[\s\u00a0\u202f€']/g, "").replace(/^−/, "-").replace(/(?:euros?|eur)$/i, "");
  const parts = /^(-?\d{1,3}(?:[.,]\d{3})+|-?\d+)(?:[.,](\d{1,2}))?$/.exec(text);
  return parts ? Number(`${parts[1].replace(/[.,]/g, "")}.${parts[2] ?? "0"}`) : NaN;
}

function number(value: number, digits: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** A string with a number in it, in the plural that the number asks for. */
function say(name: string, value = 0, digits = 0): string {
  const rounded = Math.round(value * 10 ** digits) / 10 ** digits;
  const string = strings[name] ?? "";
  const text = typeof string === "string" ? string : string[new Intl.PluralRules(language, { maximumFractionDigits: digits }).select(rounded)] ?? string.other;
  return text.replace(/\{\{\s*\.Count\s*\}\}/g, number(rounded, digits));
}

/** What an amount stands for, or what is wrong with it. */
function answer(rule: DOMStringMap, amount: number): { lines?: string[]; wrong?: string } {
  if (Number.isNaN(amount)) return { wrong: say("error.number") };
  if (amount <= 0) return { wrong: say("error.positive") };
  if (amount > most) return { wrong: say("error.large") };
  if (amount <= Number(rule.hoursUpTo)) {
    const hours = amount / Number(rule.eurosPerHour);
    return { lines: [hours < 0.5 ? say("none") : say("hours", hours)] };
  }
  const jobs = amount / Number(rule.eurosPerJob);
  return { lines: [say("month", jobs, 1), say("year", jobs / 12, 2)] };
}

if (form && field && result && error) {
  const show = (asked: boolean) => {
    const written = field.value.trim();
    // Nobody is told of a mistake before they have come to an end.
    const { lines = [], wrong = "" } = written === "" && !asked ? {} : answer(form.dataset, amountOf(written));
    const told = wrong !== "" && asked;
    if (told) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    error.textContent = told ? wrong : "";
    result.replaceChildren(...lines.map((line) => Object.assign(document.createElement("span"), { textContent: line })));
    if (told) field.focus();
  };
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => show(false), 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show(true);
  });
  form.hidden = false;
}
