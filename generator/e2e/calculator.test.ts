// The calculator of the insertion effect of a purchase: at the limits of its
// rule, as people write amounts, and without JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { visited } from "./harness.ts";
import { faults, watch } from "./visit.ts";

const site = visited();

const pages = { fr: "/mesurer-l-impact/calculateur/", en: "/en/measure-impact/calculator/" };

async function open(locale: keyof typeof pages, options: Parameters<typeof site.browser.newContext>[0] = {}): Promise<Page> {
  const page = await (await site.browser.newContext(options)).newPage();
  const { complaints } = watch(page, site.url);
  await page.goto(site.url + pages[locale]);
  assert.deepEqual(complaints, []);
  return page;
}

async function asked(page: Page, amount: string): Promise<string> {
  await page.fill("#calculator-amount", amount);
  await page.press("#calculator-amount", "Enter");
  const text = (id: string) => page.locator(id).evaluate((e) => [...e.childNodes].map((n) => n.textContent).join(" | "));
  const said = (await text("#calculator-error")) + (await text("#calculator-result"));
  return said.replace(/[\u00a0\u202f]/g, " ").replaceAll("’", "'");
}

test("at the limits of the rule, in French", async () => {
  const page = await open("fr");
  for (const [amount, said] of [
    ["2600", "environ 100 heures de travail dans le mois"],
    ["26", "environ 1 heure de travail dans le mois"],
    ["3 699", "environ 142 heures de travail dans le mois"],
    ["3\u202f699 €", "environ 142 heures de travail dans le mois"],
    ["3 700", "environ 1 emploi pendant un mois | ou 0,08 emploi pendant un an"],
    ["3699,50", "environ 1 emploi pendant un mois | ou 0,08 emploi pendant un an"],
    ["44.400", "environ 12 emplois pendant un mois | ou 1 emploi pendant un an"],
    ["2600,5", "environ 100 heures de travail dans le mois"],
    ["2600.50", "environ 100 heures de travail dans le mois"],
    ["1", "moins d'une demi-heure de travail"],
    ["0", "Écrivez un montant au-dessus de zéro."],
    ["-50", "Écrivez un montant au-dessus de zéro."],
    ["", "Écrivez un montant en chiffres, comme 2 500 ou 2 500,50."],
    ["deux mille", "Écrivez un montant en chiffres, comme 2 500 ou 2 500,50."],
    ["1e5", "Écrivez un montant en chiffres, comme 2 500 ou 2 500,50."],
    ["1000000000000", "environ 270 270 270,3 emplois pendant un mois | ou 22 522 522,52 emplois pendant un an"],
    ["1000000000001", "Ce montant dépasse ce que la règle peut estimer."],
    ["9".repeat(40), "Ce montant dépasse ce que la règle peut estimer."],
  ]) {
    assert.equal(await asked(page, amount!), said, amount);
  }
});

test("at the limits of the rule, in English", async () => {
  const page = await open("en");
  for (const [amount, said] of [
    ["2,600.50", "about 100 hours of work in the month"],
    ["3,699", "about 142 hours of work in the month"],
    ["€3,700", "about 1 job for a month | or 0.08 jobs for a year"],
    ["44,400", "about 12 jobs for a month | or 1 job for a year"],
    ["-1", "Write an amount above zero."],
  ]) {
    assert.equal(await asked(page, amount!), said, amount);
  }
});

test("it answers while someone types, and calls nothing a mistake before they ask", async () => {
  const page = await open("fr");
  await page.locator("#calculator-amount").pressSequentially("2 600");
  await page.waitForFunction(() => document.getElementById("calculator-result")!.textContent!.includes("100"));
  assert.equal(await page.getAttribute("#calculator-result", "role"), "status");
  await page.fill("#calculator-amount", "abc");
  await page.waitForFunction(() => document.getElementById("calculator-result")!.textContent === "");
  assert.equal(await page.textContent("#calculator-error"), "");
  await page.click("#calculator button");
  assert.equal(await page.getAttribute("#calculator-amount", "aria-invalid"), "true");
  assert.equal(await page.evaluate(() => document.activeElement!.id), "calculator-amount");
});

test("the table says what the calculator says, and is there without JavaScript", async () => {
  for (const locale of ["fr", "en"] as const) {
    const plain = await open(locale, { javaScriptEnabled: false });
    assert.equal(await plain.locator("#calculator").isVisible(), false);
    const rows = await plain.locator(".prose table").first().locator("tbody tr").allInnerTexts();
    assert.equal(rows.length, 8);
    await plain.context().close();
    const page = await open(locale);
    for (const row of rows) {
      const [amount, ...cells] = row.split("\t").map((cell) => cell.trim());
      const said = await asked(page, amount!);
      for (const cell of cells.filter(Boolean)) {
        assert.match(said, new RegExp(`(^| )${cell.replace(/[.]/g, "\\.").replace(/[\u00a0\u202f]/g, " ")} `), `${amount}: ${said}`);
      }
      assert.equal(said.includes("|"), cells[0] === "", amount);
    }
    await page.context().close();
  }
});

test("axe and the validator find nothing in any state", async () => {
  for (const locale of ["fr", "en"] as const) {
    const page = await open(locale);
    for (const amount of ["", "2600", "44400"]) {
      if (locale === "fr" || amount) await asked(page, amount);
      assert.deepEqual(await faults(page), [], `${locale} "${amount}"`);
    }
    await page.context().close();
  }
});
