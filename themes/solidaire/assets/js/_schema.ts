// A validator of the subset of JSON Schema 2020-12 that the generator writes for
// forms: see generator/internal/stage/render/form/FORMS.md. It gives the verdict
// of a whole validator, and tells where and why.

/** A schema. Keys that are not here are not written, title and the like aside. */
export interface Schema {
  title?: string;
  type?: "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";
  format?: string;
  contentMediaType?: string;
  readOnly?: boolean;
  examples?: string[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  oneOf?: { const: string; title?: string }[];
  prefixItems?: Schema[];
  items?: Schema | false;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
}

export type Path = (string | number)[];

/** What is wrong: the keyword that fails, and the number or the position it is about. */
export interface Problem {
  path: Path;
  keyword: string;
  schema: Schema;
  bound?: number;
  /** The character that a text cannot hold, as U+XXXX. */
  character?: string;
}

const patterns = new Map<string, RegExp>();

function pattern(text: string): RegExp {
  let made = patterns.get(text);
  if (!made) patterns.set(text, (made = new RegExp(text, "u")));
  return made;
}

export function has(value: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(value, name);
}

function isType(value: unknown, type: NonNullable<Schema["type"]>): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
  return typeof value === type;
}

/** The number of characters: what is outside of the basic plane counts once. */
export function length(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

/** Everything that is wrong with a value, in the order of the schema. */
export function validate(schema: Schema, value: unknown, path: Path = [], problems: Problem[] = []): Problem[] {
  const wrong = (keyword: string, bound?: number, at: Path = path): void => void problems.push({ path: at, keyword, schema, bound });
  if (schema.type && !isType(value, schema.type)) {
    wrong("type");
    return problems;
  }
  if (schema.oneOf && schema.oneOf.filter((choice) => choice.const === value).length !== 1) wrong("oneOf");
  if (typeof value === "string") {
    const size = length(value);
    if (size < (schema.minLength ?? 0)) wrong("minLength", schema.minLength);
    if (size > (schema.maxLength ?? Infinity)) wrong("maxLength", schema.maxLength);
    else if (schema.pattern && !pattern(schema.pattern).test(value)) wrong("pattern");
  } else if (typeof value === "number") {
    if (value < (schema.minimum ?? -Infinity)) wrong("minimum", schema.minimum);
    if (value > (schema.maximum ?? Infinity)) wrong("maximum", schema.maximum);
  } else if (Array.isArray(value)) {
    validateList(schema, value, path, problems, wrong);
  } else if (typeof value === "object" && value !== null) {
    const properties = schema.properties ?? {};
    for (const name of Object.keys(properties)) {
      if (has(value, name)) validate(properties[name]!, (value as Record<string, unknown>)[name], [...path, name], problems);
      else if (schema.required?.includes(name)) problems.push({ path: [...path, name], keyword: "required", schema: properties[name]! });
    }
    for (const name of schema.required ?? []) {
      if (!has(value, name) && !has(properties, name)) wrong("required", undefined, [...path, name]);
    }
    if (schema.additionalProperties === false) {
      for (const name of Object.keys(value)) if (!has(properties, name)) wrong("additionalProperties", undefined, [...path, name]);
    }
  }
  return problems;
}

function validateList(schema: Schema, value: unknown[], path: Path, problems: Problem[], wrong: (keyword: string, bound?: number, at?: Path) => void): void {
  if (value.length < (schema.minItems ?? 0)) wrong("minItems", schema.minItems);
  if (value.length > (schema.maxItems ?? Infinity)) wrong("maxItems", schema.maxItems);
  const first = schema.prefixItems ?? [];
  value.forEach((item, i) => {
    if (i < first.length) validate(first[i]!, item, [...path, i], problems);
    else if (schema.items === false) wrong("items", undefined, [...path, i]);
    else if (schema.items) validate(schema.items, item, [...path, i], problems);
  });
  if (schema.uniqueItems) {
    const seen = new Set<string>();
    value.forEach((item, i) => {
      const key = JSON.stringify(item);
      if (seen.has(key)) wrong("uniqueItems", undefined, [...path, i]);
      seen.add(key);
    });
  }
}
