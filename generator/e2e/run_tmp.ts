import { compare } from "/work/main/generator/e2e/differential.ts";
import { readdirSync } from "node:fs";
for (const tag of process.argv[3] ? [process.argv[3]] : readdirSync(process.argv[2])) {
  const t = Date.now();
  try {
  const r = await compare(process.argv[2] + "/" + tag, 6);
  console.log(tag, r.checked, r.differences.length, Date.now() - t, "ms");
  for (const d of r.differences) console.log("  ", d);
  } catch (e) { console.log(tag, "FAILED", e); }
}
