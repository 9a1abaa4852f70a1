// Damages search files at random and asks random queries of what is left. Only
// a SearchError may come of it, and each answer within a second of its own time.
//
//	npx tsx fuzz.ts FOLDER SECONDS [SEED]
//
// FOLDER is one that TestDifferentialData wrote: search files and a pointer.
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { answer } from "../../search/client/answer.ts";
import { latest, openStore, SearchError } from "../../search/client/store.ts";

const [folder, seconds, seed = "1"] = process.argv.slice(2);
let state = Number(seed) >>> 0 || 1;
/** A whole number below n (xorshift32). */
function random(n: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % n;
}
const pick = <T>(list: T[]): T => list[random(list.length)];

const files = new Map<string, Buffer>();
for (const name of await readdir(folder)) if (name !== "expected.json") files.set(name, await readFile(path.join(folder, name)));
const { queries } = JSON.parse(await readFile(path.join(folder, "expected.json"), "utf8")) as { queries: { text: string }[] };

/** damage returns bytes that are not the ones given, or are, half of the time. */
function damage(data: Buffer): Buffer {
  const copy = Buffer.from(data);
  switch (random(8)) {
    case 0:
      return copy.subarray(0, random(copy.length + 1));
    case 1:
      for (let n = 1 + random(8); n > 0 && copy.length; n--) copy[random(copy.length)] = random(256);
      return copy;
    case 2:
      return Buffer.from(Array.from({ length: random(2000) }, () => random(256)));
    case 3:
      return pick([...files.values()]);
  }
  return copy;
}

// What was damaged gets the checksum that its name asks for, so that the
// decoders are reached, and not only the comparison before them.
const forged = new Map<string, Buffer>();
globalThis.fetch = (async (url: string) => {
  const name = path.basename(new URL(url).pathname);
  const data = forged.get(name) ?? files.get(name);
  return data ? new Response(new Uint8Array(data)) : new Response(null, { status: 404 });
}) as typeof fetch;

/** forge appends three bytes that make the checksum that of a name, if some do. */
function forge(data: Buffer, wanted: string): Buffer {
  let h = 2166136261;
  for (const b of data) h = Math.imul(h ^ b, 16777619);
  const target = parseInt(wanted, 16);
  for (let n = 0; n < 1 << 24; n++) {
    let k = Math.imul(h ^ (n & 255), 16777619);
    k = Math.imul(k ^ ((n >> 8) & 255), 16777619);
    k = Math.imul(k ^ (n >> 16), 16777619);
    if (((k >>> 24) ^ (k & 0xffffff)) === target) return Buffer.concat([data, Buffer.from([n & 255, (n >> 8) & 255, n >> 16])]);
  }
  return data;
}

const letters = [..."abcdeéèœ'’\"«»-.·()0123 \u00a0\u202fßIİ京都データ서울ภาษาכתابة🙂\ud83d\u0301\u200b"];
function query(): string {
  if (random(3) === 0) return Array.from({ length: random(40) }, () => pick(letters)).join("");
  const text = pick(queries).text;
  const at = random(text.length + 1);
  return random(2) ? text : text.slice(0, at) + pick(letters) + text.slice(at + random(2));
}

const started = Date.now();
let answers = 0;
let refusals = 0;
while (Date.now() - started < Number(seconds) * 1000) {
  forged.clear();
  const whole = random(4) === 0;
  if (!whole) {
    for (let n = 1 + random(3); n > 0; n--) {
      const name = pick([...files.keys()]);
      const data = damage(files.get(name)!);
      const sum = /-([0-9a-f]{6})\./.exec(name)?.[1];
      forged.set(name, sum ? forge(data, sum) : data);
    }
  }
  const text = query();
  const began = process.cpuUsage();
  try {
    const store = await openStore(await latest("http://search.test/pointer.json"));
    await answer(store, text, { filters: random(3) ? {} : { theme: ["a", "emploi"] }, sort: random(2) ? "date" : "relevance", offset: random(5) });
    answers++;
  } catch (e) {
    if (whole || !(e instanceof SearchError)) {
      console.error("seed", seed, "after", answers + refusals, "query", JSON.stringify(text), [...forged.keys()], e);
      process.exit(1);
    }
    refusals++;
  }
  const { user } = process.cpuUsage(began); // in microseconds, whatever else the machine does
  if (user > 5e6) {
    console.error("slow:", JSON.stringify(text), [...forged.keys()], user / 1000);
    process.exit(1);
  }
}
console.log(`${folder}: ${answers} answers, ${refusals} refusals, no crash`);
