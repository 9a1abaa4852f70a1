// The files that the browser is given: how many, how large, and which of them an
// edit touches.
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { project } from "../../e2e/harness.ts";

/** Kinds of files by the first letter of their names. */
export type Sizes = Record<string, { files: number; bytes: number; served: number }>;

/** sizes adds up the files of a folder, as they are and as they are served. */
export async function sizes(folder: string): Promise<Sizes> {
  const found: Sizes = {};
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { size } = await stat(path);
    const kind = (found[name[0]!] ??= { files: 0, bytes: 0, served: 0 });
    kind.files++;
    kind.bytes += size;
    // Only what is text is served compressed; the others are packed already.
    kind.served += name.endsWith(".json") ? (await promisify(brotliCompress)(await readFile(path))).length : size;
  }
  return found;
}

interface Esbuild {
  build(options: object): Promise<{ outputFiles: { contents: Uint8Array }[] }>;
}

/** clientSize returns the size of the client, minified, as it is and with brotli, in bytes. */
export async function clientSize(): Promise<{ minified: number; brotli: number }> {
  // A dependency of tsx, so it is where tsx is.
  const load = createRequire(join(project, "generator/e2e/package.json"));
  const { build } = createRequire(load.resolve("tsx"))("esbuild") as Esbuild;
  // As the program bundles it: stage/render/script.go.
  const { outputFiles } = await build({
    entryPoints: [join(project, "search/client/search.ts")],
    bundle: true, minify: true, write: false, format: "esm", target: "es2020", legalComments: "none",
    charset: "utf8", tsconfigRaw: '{"compilerOptions":{"useDefineForClassFields":false}}',
  });
  const { contents } = outputFiles[0]!;
  return { minified: contents.length, brotli: (await promisify(brotliCompress)(contents)).length };
}

/**
 * edit replaces a word of the body of a document by one that the site knows and
 * the document lacks. It returns the two.
 */
export async function edit(site: string): Promise<[string, string]> {
  const folder = join(site, "content", "articles");
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name), "utf8");
    const body = text.indexOf("\n---\n");
    if (/insertion/i.test(text)) continue;
    for (const [word] of text.slice(body).matchAll(/(?<![\p{L}'’-])\p{Ll}{6,}(?![\p{L}'’-])/gu)) {
      if (text.split(word).length !== 2 || /\]\([^)]*$/.test(text.slice(0, text.indexOf(word)))) continue;
      await writeFile(join(folder, name), text.replace(word, "insertion"));
      return [word, "insertion"];
    }
  }
  throw new Error("no document to edit");
}
