// A server that behaves like a CDN at the other end of a slow link: HTTP/2,
// brotli, one round trip before each response, and a rate that all responses
// share. The emulation is in the server, so that it holds for workers too and
// does not depend on the browser's own throttling.
//
// Not emulated: the slow start of TCP, loss, and the time the request itself
// takes on the way up, which is in the round trip.
import { readFile } from "node:fs/promises";
import { createSecureServer, type Http2SecureServer, type Http2Session, type ServerHttp2Stream } from "node:http2";
import { createHash, X509Certificate } from "node:crypto";
import { type AddressInfo, type Socket } from "node:net";
import { extname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { run } from "../../e2e/harness.ts";

/** Milliseconds from a request to the first byte of its response, and bytes a second on the way down. */
export interface Speed {
  roundTrip: number;
  rate: number;
}

/** The link of every budget: 150 ms, 1.6 Mbit/s. */
export const slow: Speed = { roundTrip: 150, rate: 1.6e6 / 8 };
/** For what is counted in bytes alone. */
export const fast: Speed = { roundTrip: 0, rate: Infinity };

/** A request and its response, in milliseconds since the epoch and bytes of the body as sent. */
export interface Exchange {
  path: string;
  status: number;
  start: number;
  end: number;
  bytes: number;
}

/** What TLS 1.3 over TCP takes before the first request of a connection, in round trips. */
const setup = 2;
/** About what one packet holds. */
const packet = 1400;

/** now is the time in milliseconds since the epoch, as a page knows it. */
export const now = () => performance.timeOrigin + performance.now();

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
};
const compressible = /^(text\/|application\/(json|xml)|image\/svg)/;

interface Body {
  status: number;
  type: string;
  data: Buffer;
  brotli?: Buffer;
}

/** A response on its way through the pipe. */
interface Transfer {
  stream: ServerHttp2Stream;
  data: Buffer;
  sent: number;
  done: () => void;
}

/** The link: what goes down shares its rate, a packet each in turn. */
class Pipe {
  private queue: Transfer[] = [];
  private running = false;
  /** When the last packet has arrived. */
  private free = 0;

  constructor(private speed: () => Speed) {}

  send(stream: ServerHttp2Stream, data: Buffer): Promise<void> {
    return new Promise((done) => {
      this.queue.push({ stream, data, sent: 0, done });
      if (!this.running) void this.pump();
    });
  }

  private async pump(): Promise<void> {
    this.running = true;
    for (let t = this.queue.shift(); t; t = this.queue.shift()) {
      const { rate } = this.speed();
      const next = Math.min(t.data.length, rate === Infinity ? t.data.length : t.sent + packet);
      this.free = Math.max(now(), this.free) + ((next - t.sent) * 1000) / rate;
      const wait = this.free - now();
      if (wait > 0) await sleep(wait);
      const part = t.data.subarray(t.sent, next);
      t.sent = next;
      // Who has gone on to another query no longer takes the answer.
      const gone = t.stream.destroyed;
      if (!gone) t.stream.write(part);
      if (gone || next >= t.data.length) {
        if (!gone) t.stream.end();
        t.done();
      } else {
        this.queue.push(t);
      }
    }
    this.running = false;
  }
}

/** What is served. */
export interface Site {
  /** file returns where the file of a path stands. */
  file(path: string): string;
  headers(path: string): [string, string][];
  /** Pages that are in no folder, by path. */
  pages: Record<string, string>;
}

/** A site behind a link. */
export class LinkServer {
  speed: Speed = slow;
  exchanges: Exchange[] = [];
  private active = 0;
  private changed = now();
  private sockets = new Set<Socket>();
  private gone = 0;
  private bodies = new Map<string, Promise<Body>>();
  private ready = new WeakMap<Http2Session, Promise<unknown>>();
  private pipe = new Pipe(() => this.speed);

  private constructor(private server: Http2SecureServer, private site: Site, readonly url: string, readonly pin: string) {}

  /**
   * Serves a site. Pin is the hash of the key for Chromium's
   * --ignore-certificate-errors-spki-list; the key is made in a temporary folder.
   */
  static async start(site: Site, temporary: string): Promise<LinkServer> {
    const root = (await run("go", ["env", "GOROOT"])).stdout.trim();
    await run("go", ["run", join(root, "src/crypto/tls/generate_cert.go"), "--host", "127.0.0.1", "--ecdsa-curve", "P256"], { cwd: temporary });
    const cert = await readFile(join(temporary, "cert.pem"));
    const server = createSecureServer({ key: await readFile(join(temporary, "key.pem")), cert });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const pin = createHash("sha256").update(new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" })).digest("base64");
    const own = new LinkServer(server, site, `https://127.0.0.1:${(server.address() as AddressInfo).port}`, pin);
    for (const [path, text] of Object.entries(site.pages)) own.bodies.set(path, prepared(Buffer.from(text), ".html"));
    server.on("connection", (socket: Socket) => {
      own.sockets.add(socket);
      socket.once("close", () => (own.sockets.delete(socket), (own.gone += socket.bytesWritten)));
    });
    server.on("session", (session) => own.ready.set(session, sleep(setup * own.speed.roundTrip)));
    server.on("stream", (stream, request) => void own.answer(stream, String(request[":path"])));
    return own;
  }

  /** wire is how many bytes have been sent on all connections, encryption and headers included. */
  get wire(): number {
    return [...this.sockets].reduce((sum, socket) => sum + socket.bytesWritten, this.gone);
  }

  /** asked waits until something has been asked for since exchanges was emptied; it throws after 20 seconds. */
  async asked(): Promise<void> {
    const begin = now();
    while (!this.exchanges.length) {
      if (now() > begin + 20_000) throw new Error("the page asks for nothing");
      await sleep(5);
    }
  }

  /** quiet waits until nothing has been asked for or sent during a time in milliseconds. */
  async quiet(pause = 200): Promise<void> {
    for (;;) {
      const wait = this.active ? pause : this.changed + pause - now();
      if (wait <= 0) return;
      await sleep(wait);
    }
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private async answer(stream: ServerHttp2Stream, target: string): Promise<void> {
    const path = decodeURIComponent(new URL(target, this.url).pathname);
    const exchange: Exchange = { path, status: 0, start: now(), end: 0, bytes: 0 };
    this.exchanges.push(exchange);
    this.active++;
    stream.on("error", () => {});
    try {
      await this.ready.get(stream.session!);
      // Compression is done once and is no part of the round trip.
      const [body] = await Promise.all([this.body(path), sleep(this.speed.roundTrip)]);
      const data = body.brotli ?? body.data;
      exchange.status = body.status;
      exchange.bytes = data.length;
      if (stream.destroyed) return;
      stream.respond({
        ":status": body.status, "content-type": body.type, "content-length": data.length,
        ...(body.brotli && { "content-encoding": "br", vary: "accept-encoding" }),
        ...Object.fromEntries(this.site.headers(path)),
      });
      await this.pipe.send(stream, data);
    } catch (cause) {
      if (!stream.destroyed) throw cause;
    } finally {
      exchange.end = this.changed = now();
      this.active--;
    }
  }

  private body(path: string): Promise<Body> {
    let body = this.bodies.get(path);
    if (!body) {
      const file = this.site.file(path.endsWith("/") ? path + "index.html" : path);
      body = readFile(file).then(
        (data) => prepared(data, extname(file)),
        () => ({ status: 404, type: "text/plain", data: Buffer.from("not found\n") }),
      );
      this.bodies.set(path, body);
    }
    return body;
  }
}

async function prepared(data: Buffer, extension: string): Promise<Body> {
  const type = types[extension] ?? "application/octet-stream";
  const body: Body = { status: 200, type, data };
  if (compressible.test(type)) {
    const brotli = await promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length } });
    if (brotli.length < data.length) body.brotli = brotli;
  }
  return body;
}

/**
 * steps is the length of the longest chain of exchanges that wait for one
 * another: those that begin before any other of their step has ended are one.
 */
export function steps(exchanges: Exchange[]): number {
  let count = 0;
  let ended = -Infinity;
  for (const e of [...exchanges].sort((a, b) => a.start - b.start)) {
    if (e.start >= ended) {
      count++;
      ended = e.end;
    } else {
      ended = Math.min(ended, e.end);
    }
  }
  return count;
}
