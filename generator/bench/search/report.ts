// The table, its budgets, and RESULTS.md.
import { readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";

/** How a figure is written. Sizes are in bytes and times in milliseconds. */
export type Unit = "kB" | "MB" | "s" | "steps" | "files" | "requests" | "share" | "times";

export interface Row {
  what: string;
  unit: Unit;
  /** The most that is allowed, of shares the least; nothing when there is no budget. */
  budget?: number;
  essaim?: number;
  pagefind?: number;
  note?: string;
}

export interface Report {
  documents: number;
  command: string;
  /** Lines on the machine and the programs. */
  circumstances: string[];
  rows: Row[];
}

function written(value: number | undefined, unit: Unit): string {
  if (value === undefined || Number.isNaN(value)) return "";
  switch (unit) {
    case "kB":
      return `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} kB`;
    case "MB":
      return `${(value / 1e6).toFixed(value < 1e7 ? 2 : 0)} MB`;
    case "s":
      return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
    case "share":
      return value.toFixed(3).replace(/^0/, "");
    case "times":
      return `1/${(1 / value).toFixed(1)}`;
    default:
      return String(value);
  }
}

function verdict(row: Row): "" | "ok" | "over" {
  if (row.budget === undefined || row.essaim === undefined || Number.isNaN(row.essaim)) return "";
  return (row.unit === "share" ? row.essaim >= row.budget : row.essaim <= row.budget) ? "ok" : "over";
}

/** overBudget names the rows over budget with their figures. */
export function overBudget(rows: Row[]): string[] {
  let of = "";
  return rows.flatMap((r) => {
    const more = /^… (.*)/.exec(r.what)?.[1];
    if (!more) of = r.what;
    return verdict(r) === "over" ? [`${more ? `${of}: ${more}` : of}: ${written(r.essaim, r.unit)} instead of ${written(r.budget, r.unit)}`] : [];
  });
}

/** table returns the rows as Markdown that also reads as plain text. */
export function table(rows: Row[]): string {
  const lines = [
    ["", "Budget", "Essaim", "", "Pagefind", ""],
    ...rows.map((r) => [r.what, written(r.budget, r.unit), written(r.essaim, r.unit), verdict(r), written(r.pagefind, r.unit), r.note ?? ""]),
  ];
  const widths = lines[0]!.map((_, i) => Math.max(3, ...lines.map((l) => [...l[i]!].length)));
  const line = (cells: string[]) => `| ${cells.map((c, i) => c + " ".repeat(widths[i]! - [...c].length)).join(" | ")} |`;
  return [line(lines[0]!), `|${widths.map((w) => "-".repeat(w + 2)).join("|")}|`, ...lines.slice(1).map(line)].join("\n");
}

/** section returns the part of RESULTS.md about one size. */
function section(r: Report): string {
  return [`## ${title(r.documents)}`, ["```console", `$ ${r.command}`, "```"].join("\n"), r.circumstances.map((c) => `- ${c}`).join("\n"), table(r.rows)].join("\n\n") + "\n";
}

const title = (documents: number) => `${documents.toLocaleString("en")} documents`;

const introduction = `# The search on a slow link

Written by \`make bench-search\`: a synthetic site of this many documents of about 750 words, read in headless Chromium over HTTP/2 with brotli through a link of 150 ms and 1.6 Mbit/s. Bytes are what is sent, encryption and headers included. Times are medians; they end when the first result is painted. Steps are requests that wait for one another. *Link* is what the link alone takes for these steps and bytes; the rest of a time is the machine's, and grows with its load.
`;

/** save replaces the section of a size in a file and keeps the others. */
export async function save(file: string, r: Report): Promise<void> {
  const sections = new Map<number, string>();
  if (existsSync(file)) {
    for (const part of (await readFile(file, "utf8")).split(/^(?=## )/m).slice(1)) {
      sections.set(Number(/^## ([\d,]+)/.exec(part)?.[1]?.replaceAll(",", "")), part.trimEnd() + "\n");
    }
  }
  sections.set(r.documents, section(r));
  const ordered = [...sections].sort((a, b) => a[0] - b[0]).map(([, text]) => text);
  await writeFile(file, [introduction, ...ordered].join("\n"));
}
