/// <reference lib="dom" />
// What tests carry out in the browser names what a browser has.

/** The page in a real browser: built once, served, and opened in Chromium without a window. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { projectFolder } from '../../src/host/source.ts';
import { serveFolder } from '../../src/host/static-server.ts';
import { chromiumProgram } from './engines.ts';

export interface BuiltPage {
  readonly folder: string;
  readonly close: () => void;
}

/** Builds it as `npm run web:build` does, into a folder of its own. */
export async function buildPage(): Promise<BuiltPage> {
  const folder = mkdtempSync(join(tmpdir(), 'seedlab-page-'));
  const environment = process.env['NODE_ENV'];
  // Vitest says `test` here, with which Vite would build a page for development, and a larger one.
  process.env['NODE_ENV'] = 'production';
  try {
    await build({
      root: join(projectFolder, 'src/web'),
      configFile: join(projectFolder, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: folder },
    });
  } finally {
    if (environment !== undefined) process.env['NODE_ENV'] = environment;
  }
  return { folder, close: () => rmSync(folder, { recursive: true, force: true }) };
}

export const hasChromium = chromiumProgram() !== undefined;
export const isCi = process.env['CI'] !== undefined;

export interface OpenPage {
  readonly browser: Browser;
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Throws if Chromium is not installed. */
export async function openPage(
  { folder }: BuiltPage,
  flags: readonly string[] = [],
): Promise<OpenPage> {
  const executablePath = chromiumProgram();
  if (executablePath === undefined) throw new Error('Chromium is not installed');
  const server = await serveFolder(folder, 0);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...flags] });
  return {
    browser,
    address: server.address,
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** A tab at that place of the page; what the page complains of is collected. */
export async function tabAt(
  { browser, address }: OpenPage,
  place: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ readonly tab: Page; readonly complaints: string[] }> {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  // Waits are long, for a busy machine; a page that is as it should be ends them at once.
  tab.setDefaultTimeout(300_000);
  const complaints: string[] = [];
  tab.on('pageerror', ({ message }) => complaints.push(message));
  tab.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  // Whatever the page asks of anybody else is a complaint: nothing leaves it.
  tab.on('request', (request) => {
    const isOwn = request.url().startsWith(address) || /^(data|blob):/.test(request.url());
    if (!isOwn) complaints.push(`asked ${request.url()}`);
  });
  await tab.goto(address + place);
  return { tab, complaints };
}

/** Waits until the run is over, and gives its digest. */
export async function digestOn(tab: Page): Promise<string> {
  const line = await tab.locator('.digest').textContent();
  return /digest (\w+)/.exec(line ?? '')?.[1] ?? '';
}
