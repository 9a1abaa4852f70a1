// The range decoder of the search files, and the kinds of value that it reads.
// FORMAT.md specifies both; shard/coder.go and shard/codec.go write them.

const rates = Array.from({ length: 31 }, (_, n) => Math.floor(131072 / (2 * n + 3)));

/** Models are numbered; a kind of value takes as many as it needs. */
export class Coder {
  private zero = new Uint16Array(1 << 14).fill(1 << 15);
  private seen = new Uint8Array(1 << 14);
  private used = 0;
  private at = 0;
  private code = 0;
  private width = 0xffffffff;

  constructor(private data: Uint8Array) {
    for (let i = 0; i < 4; i++) this.shift();
  }

  private shift(): void {
    this.code = ((this.code << 8) | (this.data[this.at++] ?? 0)) >>> 0;
  }

  /** models reserves models that know nothing and returns the first. */
  models(n: number): number {
    const first = this.used;
    this.used += n;
    if (this.used > this.zero.length) {
      const zero = new Uint16Array(2 * this.used).fill(1 << 15);
      zero.set(this.zero);
      this.zero = zero;
      const seen = new Uint8Array(2 * this.used);
      seen.set(this.seen);
      this.seen = seen;
    }
    return first;
  }

  /** over throws once much more was read than there is. */
  over(): void {
    if (this.at > this.data.length + 8) throw new RangeError();
  }

  bit(model: number): number {
    const { zero, seen } = this;
    const p = zero[model];
    const rate = rates[seen[model]];
    const bound = (this.width >>> 12) * Math.min(Math.max(p >>> 4, 1), 4095);
    let bit = 0;
    if (this.code < bound) {
      this.width = bound;
      zero[model] = p + (((65535 - p) * rate) >>> 16);
    } else {
      bit = 1;
      this.code -= bound;
      this.width -= bound;
      zero[model] = p - ((p * rate) >>> 16);
    }
    if (seen[model] < 30) seen[model]++;
    while (this.width < 0x1000000) {
      this.width = (this.width << 8) >>> 0;
      this.shift();
    }
    return bit;
  }

  raw(n: number): number {
    let value = 0;
    while (n-- > 0) {
      this.width >>>= 1;
      value *= 2;
      if (this.code >= this.width) {
        this.code -= this.width;
        value++;
      }
      while (this.width < 0x1000000) {
        this.width = (this.width << 8) >>> 0;
        this.shift();
      }
    }
    return value;
  }

  /** number returns a reader of whole numbers. */
  number(): () => number {
    const steps = this.models(32);
    const high = this.models(96);
    return () => {
      let n = 0;
      while (n < 31 && this.bit(steps + n)) n++;
      let value = 1;
      let node = 0;
      for (let i = n; i > 0; i--) {
        if (i < n - 1) return value * 2 ** i + this.raw(i) - 1;
        const bit = this.bit(high + 3 * n + node);
        value = 2 * value + bit;
        node = 1 + bit;
      }
      return value - 1;
    };
  }

  /** tree returns a reader of values of a fixed number of bits. */
  tree(bits: number): () => number {
    const first = this.models(1 << bits);
    return () => {
      let node = 1;
      for (let i = 0; i < bits; i++) node = 2 * node + this.bit(first + node);
      return node - (1 << bits);
    };
  }

  /** text returns a reader of strings, each of which may begin like the last. */
  text(): () => string {
    const shared = this.number();
    const trees: (() => number)[] = [];
    const utf8 = new TextDecoder();
    let last: number[] = [];
    return () => {
      last = last.slice(0, shared());
      for (let before = last.length ? last[last.length - 1] : 0; last.length < 65536; ) {
        this.over();
        before = (trees[before] ??= this.tree(8))();
        if (!before) break;
        last.push(before);
      }
      return utf8.decode(new Uint8Array(last));
    };
  }
}

/** times calls a reader n times. */
export function times<T>(n: number, read: (i: number) => T, coder: Coder): T[] {
  const list: T[] = [];
  for (let i = 0; i < n; i++) {
    coder.over();
    list.push(read(i));
  }
  return list;
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
