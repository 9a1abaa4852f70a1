// The range decoder of the search files, and the kinds of value that it reads.
// FORMAT.md specifies both; shard/coder.go and shard/codec.go write them.

const rates = Array.from({ length: 31 }, (_, n) => Math.floor(131072 / (2 * n + 3)));

/**
 * coder returns what reads the values of a stream. Models are numbered; a kind of
 * value takes as many as it needs. Reading far beyond the end throws, which bounds
 * every loop that reads something.
 */
export function coder(data: Uint8Array) {
  const zero: number[] = [];
  const seen: number[] = [];
  // The code and the width, in an array because numbers of 32 bits are quick there.
  const range = new Uint32Array([0, 0xffffffff]);
  let at = 0;

  function shift(): void {
    if (at > data.length + 7) throw new RangeError();
    range[0] = (range[0] << 8) | data[at++];
  }
  for (let i = 0; i < 4; i++) shift();

  /** split reads a bit: the range is one part for 0, and above it another for 1. */
  function split(lower: number, upper: number): number {
    const bit = range[0] < lower ? 0 : 1;
    range[1] = bit ? upper : lower;
    if (bit) range[0] -= lower;
    for (; range[1] < 0x1000000; range[1] <<= 8) shift();
    return bit;
  }

  /** models reserves models that know nothing and returns the first. */
  function models(n: number): number {
    const first = zero.length;
    for (; n > 0; n--) seen[zero.push(1 << 15) - 1] = 0;
    return first;
  }

  function bit(model: number): number {
    const p = zero[model];
    const rate = rates[seen[model]];
    const bound = (range[1] >>> 12) * Math.min(Math.max(p >>> 4, 1), 4095);
    const bit = split(bound, range[1] - bound);
    zero[model] = bit ? p - ((p * rate) >>> 16) : p + (((65535 - p) * rate) >>> 16);
    if (seen[model] < 30) seen[model]++;
    return bit;
  }

  function raw(n: number): number {
    let value = 0;
    while (n-- > 0) value = 2 * value + split(range[1] >>> 1, range[1] >>> 1);
    return value;
  }

  /** number returns a reader of whole numbers. */
  function number(): () => number {
    const steps = models(32);
    const high = models(96);
    return () => {
      let n = 0;
      while (n < 31 && bit(steps + n)) n++;
      let value = 1;
      let node = 0;
      for (let i = n; i > 0; i--) {
        if (i < n - 1) return value * 2 ** i + raw(i) - 1;
        const next = bit(high + 3 * n + node);
        value = 2 * value + next;
        node = 1 + next;
      }
      return value - 1;
    };
  }

  /** tree returns a reader of values of a fixed number of bits. */
  function tree(bits: number): () => number {
    const first = models(1 << bits);
    return () => {
      let node = 1;
      for (let i = 0; i < bits; i++) node = 2 * node + bit(first + node);
      return node - (1 << bits);
    };
  }

  /** text returns a reader of strings, each of which may begin like the last. */
  function text(): () => string {
    const shared = number();
    const trees: (() => number)[] = [];
    let last: number[] = [];
    return () => {
      last = last.slice(0, shared());
      for (let before = last[last.length - 1] ?? 0; last.length < 65536; last.push(before)) {
        before = (trees[before] ??= tree(8))();
        if (!before) break;
      }
      return decoded(new Uint8Array(last));
    };
  }

  return { models, bit, raw, number, tree, text };
}

/** times calls a reader n times. */
export function times<T>(n: number, read: (i: number) => T): T[] {
  const list: T[] = [];
  for (let i = 0; i < n; i++) list.push(read(i));
  return list;
}

/** decoded returns what is written in UTF-8. */
export function decoded(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}

/** sum is the checksum in the name of a file: FNV-1a, folded into 24 bits. */
export function sum(data: Uint8Array): string {
  let h = 2166136261;
  for (const b of data) h = Math.imul(h ^ b, 16777619);
  return hex((h >>> 24) ^ (h & 0xffffff));
}

/** hex writes a checksum. */
export function hex(n: number): string {
  return n.toString(16).padStart(6, "0");
}
