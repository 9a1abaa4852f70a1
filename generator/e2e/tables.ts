// The reference implementation of Frictionless for JavaScript, whose package has
// no types.
// @ts-expect-error: it has no declarations.
import datapackage from "datapackage";

/** What was read of a Data Package. */
export interface Read {
  errors: string[];
  tables: { name: string; rows: number }[];
}

/** Reads a Data Package and every row of its tables, cast by their schemas. */
export async function readPackage(path: string): Promise<Read> {
  const described = await datapackage.Package.load(path);
  const read: Read = { errors: described.errors.map(String), tables: [] };
  for (const resource of described.resources) {
    read.errors.push(...resource.errors.map(String));
    try {
      const rows: unknown[] = await resource.read({ keyed: true, cast: true });
      read.tables.push({ name: resource.name, rows: rows.length });
    } catch (error) {
      const { errors = [], message } = error as { errors?: Error[]; message: string };
      read.errors.push(`${resource.name}: ${[message, ...errors.map((one) => one.message)].join("; ")}`);
    }
  }
  return read;
}
