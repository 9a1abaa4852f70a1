// What both searches are measured with: a fresh context, and marks of when
// something became visible.
import { type Exchange, fast, type LinkServer, slow, steps } from "./link.ts";
import type { launch } from "../../e2e/harness.ts";

export type Browser = Awaited<ReturnType<typeof launch>>;
export type Page = Awaited<ReturnType<Browser["newPage"]>>;

/** What a query took: bytes on the wire, milliseconds to what is first seen and to ten results, dependent steps. */
export interface Figures {
  bytes: number;
  ms: number;
  msTen: number;
  /** The least of several runs: what a busy machine hides. */
  msBest: number;
  steps: number;
  found: number;
  exchanges: Exchange[];
}

/** A known-item query: the addresses found, the best first. */
export type Finder = (query: string) => Promise<string[]>;

/** A search on a page, as the scenarios use it. */
export interface Subject {
  name: string;
  /** cold opens a page that shows the results of a query as soon as it can. */
  cold(query: string): Promise<Figures>;
  /** elsewhere sends a query from the field of another page; the figures hold the page that shows the results. */
  elsewhere?(query: string): Promise<Figures>;
  /** prepared lets the field take focus and waits; then it is as if someone typed. */
  prepared(): Promise<Session>;
  /** idle opens a page, touches nothing, and returns what was asked for of the search. */
  idle(): Promise<Exchange[]>;
  /** typing opens the page without the slowness of the link. */
  typing(): Promise<Typist>;
}

/** A page whose search is ready. */
export interface Session {
  /** What came while the field took focus. */
  ready: Figures;
  query(text: string): Promise<Figures>;
  close(): Promise<void>;
}

export interface Typist {
  /** type makes the field say a text and returns the bytes that came until the results were shown. */
  type(text: string): Promise<{ bytes: number; exchanges: Exchange[] }>;
  find: Finder;
  close(): Promise<void>;
}

/** during measures what an action makes the server send until it is quiet. */
export async function during<T>(server: LinkServer, action: () => Promise<T>): Promise<{ value: T; bytes: number; exchanges: Exchange[] }> {
  await server.quiet();
  server.exchanges = [];
  const before = server.wire;
  const value = await action();
  await server.quiet(server.speed === fast ? 15 : 200);
  return { value, bytes: server.wire - before, exchanges: server.exchanges };
}

/** open opens a page in a fresh context, with nothing cached. */
export async function open(browser: Browser, server: LinkServer, speed = slow, script?: () => void): Promise<Page> {
  server.speed = speed;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "fr-FR" });
  const page = await context.newPage();
  // tsx names the functions that it hands over with a helper of its own.
  await page.addInitScript({ content: "globalThis.__name ??= (named) => named;" });
  if (script) await page.addInitScript(script);
  return page;
}

/** figures counts the steps and bytes of a search; begin and the rest are in milliseconds since the epoch. */
export function figures(exchanges: Exchange[], bytes: number, begin: number, seen: number, ten: number, found: number): Figures {
  return { bytes, ms: seen - begin, msTen: ten - begin, msBest: seen - begin, steps: steps(exchanges), found, exchanges };
}
