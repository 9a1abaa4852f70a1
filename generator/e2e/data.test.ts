// What the reference site offers to programs, read by tools that were not
// written here: OpenAPI, CSV with its Frictionless description, GeoJSON, and the
// JSON Schemas of entries by another validator than the Go test's.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { before, test } from "node:test";
import { check } from "@placemarkio/check-geojson";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "csv-parse/sync";
import { prepared } from "./harness.ts";
import { readPackage } from "./tables.ts";

const base = "https://essaim.example/api/v1/";

let api: string, files: string[];

before(async () => {
  const { out } = await prepared();
  api = join(out, "api", "v1");
  files = (await readdir(api, { recursive: true })).map((name) => name.split(sep).join("/")).sort();
});

const text = (name: string) => readFile(join(api, name), "utf8");
const json = async (name: string) => JSON.parse(await text(name));
const ending = (end: string) => files.filter((name) => name.endsWith(end));

test("openapi.json is OpenAPI 3.1, and describes every file that there is", async () => {
  const document = await json("openapi.json");
  const validator = new Validator();
  const result = await validator.validate(document);
  assert.ok(result.valid, JSON.stringify(result.errors, null, 1));
  assert.equal(validator.version, "3.1");
  // An entry may stand in a folder: its parameter takes slashes.
  const patterns = Object.keys(document.paths).map((path) => new RegExp(`^${path.replaceAll(".", "\\.").replace("{entry}", ".+").replace(/\{\w+\}/g, "[^/]+")}$`));
  for (const name of files.filter((name) => /\.\w+$/.test(name))) {
    assert.ok(patterns.some((pattern) => pattern.test(`/${name}`)), `${name} is not described`);
  }
  const ids = Object.values<{ get: { operationId: string } }>(document.paths).map((path) => path.get.operationId);
  assert.equal(new Set(ids).size, ids.length, "operations have names of their own");
});

test("schemas are JSON Schema 2020-12, and entries keep them", async () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, formats: { uri: true, date: true, "date-time": true, email: true } });
  for (const name of ending(".json").filter((name) => name.startsWith("schema/"))) {
    ajv.addSchema(await json(name));
  }
  let validated = 0;
  for (const name of ending(".json").filter((name) => /^(fr|en)\/\w+\//.test(name))) {
    const value = await json(name);
    assert.ok(ajv.validate(value.$schema, value), `${name}: ${ajv.errorsText()}`);
    validated++;
  }
  assert.ok(validated > 500, `${validated} files`);
});

test("tables are RFC 4180, and what their Data Package says", async () => {
  for (const name of ending(".csv")) {
    const data = await text(name);
    assert.ok(!data.startsWith("\uFEFF"), `${name} begins with a byte order mark`);
    const rows: string[][] = parse(data, { record_delimiter: "\r\n" });
    for (const cell of rows.flat()) {
      assert.ok(!/^[=@\t\r]/.test(cell) && (!/^[+-]/.test(cell) || /^[+-][\d.]+$/.test(cell)), `${name}: a formula: ${cell}`);
    }
  }
  for (const locale of ["fr", "en"]) {
    const read = await readPackage(join(api, locale, "datapackage.json"));
    assert.deepEqual(read.errors, []);
    for (const { name, rows } of read.tables) {
      const { total } = await json(`${locale}/${name}/index.json`);
      assert.equal(rows, total, `${locale}/${name}.csv has a row per entry`);
    }
  }
});

test("maps are GeoJSON, in France or overseas, longitude first", async () => {
  const maps = ending(".geojson");
  assert.ok(maps.length >= 4);
  for (const name of maps) {
    const collection = check(await text(name));
    assert.ok(collection.type === "FeatureCollection" && (collection.features.length > 0 || !name.includes("structure")), name);
    for (const feature of collection.features) {
      assert.ok(feature.geometry?.type === "Point");
      const [longitude, latitude] = feature.geometry.coordinates as [number, number];
      assert.ok(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90, `${name}: ${longitude}, ${latitude}`);
    }
    // Some are around Paris: with latitude first, none would be.
    assert.ok(collection.features.length === 0 || collection.features.some(({ geometry: place }: { geometry: unknown }) => {
      const [longitude, latitude] = (place as { coordinates: [number, number] }).coordinates;
      return Math.abs(longitude - 2.35) < 1 && Math.abs(latitude - 48.85) < 1;
    }), name);
  }
});

test("changes tell the hash of every entry, and lists lead through all of them", async () => {
  const listed = new Map<string, string>();
  for (let address: string | undefined = `${base}changes.json`; address; ) {
    const page: { items: { self: string; sha256: string }[]; next?: string } = await json(address.slice(base.length));
    for (const item of page.items) listed.set(item.self, item.sha256);
    address = page.next;
  }
  for (const [self, hash] of listed) {
    assert.equal(createHash("sha256").update(await readFile(join(api, self.slice(base.length)))).digest("hex"), hash, self);
  }
  const index = await json("index.json");
  for (const locale of index.locales) {
    for (const type of locale.types) {
      let seen = 0;
      for (let address: string | undefined = type.list; address; ) {
        const page: { items: { self: string }[]; next?: string; total: number } = await json(address.slice(base.length));
        for (const item of page.items) assert.ok(listed.has(item.self), item.self);
        seen += page.items.length;
        address = page.next;
      }
      assert.equal(seen, type.total, `${locale.locale}/${type.type}`);
    }
  }
});
