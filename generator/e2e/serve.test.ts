// An editor's session: `essaim serve`, a browser beside the text editor.
import assert from "node:assert/strict";
import { readFile, rename, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { copySite, dispose, launch, prepared, preview, temporaryFolder, type Preview } from "./harness.ts";
import { languages, Visit } from "./searching.ts";

let folder: string, site: string, shown: Preview, browser: Browser, page: Page;

before(async () => {
  folder = await temporaryFolder();
  const { binary } = await prepared();
  site = await copySite(folder);
  shown = await preview(binary, site);
  browser = await launch(folder);
});

// A page of its own for each test: that of the one before may be loading anew.
beforeEach(async () => {
  page = await browser.newPage();
});

afterEach(() => page.close());

after(async () => {
  await browser?.close();
  await shown?.stop();
  await dispose(folder);
});

const file = () => join(site, "content/pages/about.fr.md");

/** Saves as vim and many others do: a new file takes the place of the old. */
async function saveByRename(text: string): Promise<void> {
  await writeFile(file() + "~new", text);
  await rename(file() + "~new", file());
}

test("a saved change shows by itself", async () => {
  await page.goto(shown.url + "/about/");
  const before = await readFile(file(), "utf8");
  await writeFile(file(), before.replace(/^title: .*$/m, 'title: "Un titre changé"'));
  await page.getByRole("heading", { level: 1, name: "Un titre changé" }).waitFor();
  await saveByRename(before);
  await page.getByRole("heading", { level: 1, name: "Un titre changé" }).waitFor({ state: "detached" });
});

test("a mistake shows over the last good page, and goes when it is set right", async () => {
  await page.goto(shown.url + "/about/");
  const heading = await page.getByRole("heading", { level: 1 }).textContent();
  const before = await readFile(file(), "utf8");
  await saveByRename(before + "\n\n[perdu](/initiatives/nulle-part)\n");
  const overlay = page.getByRole("dialog");
  await overlay.waitFor();
  const line = (before + "\n\n").split("\n").length;
  const told = await overlay.textContent();
  assert.match(told!, /ref-missing/);
  assert.ok(told!.includes(`about.fr.md:${line}:`), `the overlay names line ${line}: ${told}`);
  assert.equal(await page.locator("h1").first().textContent(), heading, "the last good page stays underneath");
  await saveByRename(before);
  await overlay.waitFor({ state: "hidden" });
});

test("what has just been written is found in the preview", async () => {
  const visit = await Visit.start(await browser.newContext(), shown.url);
  const { tag, search, common } = languages[0]!;
  assert.equal(tag, "fr");
  await visit.goto(`${search}?q=${common}`);
  assert.equal((await visit.results()).length, 10);
  await visit.submit("anticonstitutionnellement");
  assert.deepEqual(await visit.results(), []);
  const before = await readFile(file(), "utf8");
  await page.goto(shown.url + "/about/");
  await saveByRename(before + "\n\nAnticonstitutionnellement.\n");
  await page.getByText("Anticonstitutionnellement").waitFor();
  await visit.page.reload();
  await visit.answered();
  assert.deepEqual((await visit.results()).map((result) => result.path), ["/about/"]);
  await visit.openFirst();
  assert.deepEqual(await visit.page.locator("main mark").allTextContents(), ["Anticonstitutionnellement"]);
  assert.deepEqual(visit.watched.complaints, []);
  await visit.page.context().close();
  await saveByRename(before);
  await page.getByText("Anticonstitutionnellement").waitFor({ state: "detached" });
});

test("a changed text takes its place in the open page, and an open search lists it by itself", async () => {
  const visit = await Visit.start(await browser.newContext(), shown.url);
  const listens = visit.page.waitForResponse("**/.essaim/events?*");
  await visit.goto(`${languages[0]!.search}?q=hippopotomonstrosesquippedaliophobie`);
  await listens;
  assert.deepEqual(await visit.results(), []);
  const before = await readFile(file(), "utf8");
  await page.goto(shown.url + "/about/");
  await page.evaluate("window.stays = true");
  const asked: string[] = [];
  visit.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await saveByRename(before + "\n\nHippopotomonstrosesquippedaliophobie.\n");
  await page.getByText("Hippopotomonstrosesquippedaliophobie").waitFor();
  assert.equal(await page.evaluate("window.stays"), true, "the page is not loaded anew");
  await visit.page.locator('#search-list a[href^="/about/"]').waitFor();
  assert.deepEqual(asked.filter((path) => /\/search\/fr\/[cw]-/.test(path)), [], "words and cards came with the news");
  assert.deepEqual(visit.watched.complaints, []);
  // What a script of the page listens to is not replaced under it.
  await page.evaluate('document.querySelector("main h1").addEventListener("click", () => {})');
  await saveByRename(before);
  await page.getByText("Hippopotomonstrosesquippedaliophobie").waitFor({ state: "detached" });
  assert.equal(await page.evaluate("window.stays"), undefined, "the page is loaded anew");
  await visit.page.context().close();
});

test("a page outside this machine is refused", async () => {
  const answer = await new Promise<number>((done, fail) => {
    get(shown.url + "/", { headers: { Host: "attacker.example" } }, (response) => {
      response.resume();
      done(response.statusCode!);
    }).on("error", fail);
  });
  assert.ok(answer === 421 || answer === 403, `status ${answer}`);
});
