// Runs a program and measures what it takes.
import { spawn } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";

/**
 * Milliseconds on the wall and of all processors, and the largest resident size
 * of a process of the program in bytes.
 */
export interface Cost {
  ms: number;
  cpu: number;
  peak: number;
  output: string;
}

/** measure runs a program to its end. It throws with what the program said when it fails. */
export async function measure(program: string, args: string[], cwd?: string): Promise<Cost> {
  const began = performance.now();
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (errors += data));
  let peak = 0;
  let cpu = 0;
  const look = async () => {
    const seen = await processes(child.pid!);
    peak = Math.max(peak, ...seen.map((p) => p.peak));
    cpu = Math.max(cpu, seen.reduce((sum, p) => sum + p.cpu, 0));
  };
  const poll = setInterval(() => void look(), 20);
  const code = await new Promise<number | null>((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  }).finally(() => clearInterval(poll));
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${errors.slice(-2000) || output.slice(-2000)}`);
  return { ms: performance.now() - began, cpu, peak, output };
}

/** Milliseconds of a tick of /proc/<pid>/stat: 100 a second on every Linux. */
const tick = 10;

/** processes returns a process and those it started, on Linux. */
async function processes(pid: number): Promise<{ peak: number; cpu: number }[]> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    // The name of the program, in parentheses, may hold spaces.
    const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ").at(-1)!.split(" ");
    const found = [{ peak, cpu: (Number(fields[11]) + Number(fields[12])) * tick }];
    for (const task of await readdir(`/proc/${pid}/task`)) {
      const children = await readFile(`/proc/${pid}/task/${task}/children`, "utf8");
      for (const child of children.split(" ").filter(Boolean)) found.push(...(await processes(Number(child))));
    }
    return found;
  } catch {
    return []; // it has ended
  }
}
