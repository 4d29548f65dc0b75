/**
 * Other JavaScript engines, each with how it is made to run a bundle: versions of Node from the npm
 * registry, and browsers without a window.
 */
import { execFile, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { projectFolder } from '../../src/host/source.ts';

export interface Engine {
  readonly name: string;
  /** The command that runs the bundle at that path, or the page at that address, with a folder of its own. */
  readonly command: (at: { bundle: string; page: string; folder: string }) => readonly string[];
}

/** Undefined unless the registry can be reached. `version` is as npm takes it: `20.19`, `latest`. */
export async function nodeOfRegistry(version: string, folder: string): Promise<Engine | undefined> {
  const words = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder];
  try {
    await promisify(execFile)('npm', [...words, `node@${version}`], { cwd: folder });
  } catch {
    return undefined;
  }
  const program = join(folder, 'node_modules/node/bin/node');
  const { stdout } = await promisify(execFile)(program, ['--version']);
  return { name: `Node ${stdout.trim()}`, command: ({ bundle }) => [program, bundle] };
}

export const chromiumProgram = (): string | undefined =>
  installed('chromium', 'chromium-browser', 'google-chrome');

export function chromium(): Engine | undefined {
  const program = chromiumProgram();
  if (program === undefined) return undefined;
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'];
  return {
    name: 'Chromium',
    command: ({ page, folder }) => [program, ...flags, `--user-data-dir=${folder}`, page],
  };
}

const firefoxSettings = {
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.max_script_run_time': 0,
};

export function firefox(): Engine | undefined {
  const program = installed('firefox-esr', 'firefox');
  if (program === undefined) return undefined;
  return {
    name: 'Firefox',
    command({ page, folder }) {
      const lines = Object.entries(firefoxSettings).map(
        ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
      );
      writeFileSync(join(folder, 'user.js'), lines.join(''));
      return [program, '--headless', '--no-remote', '--profile', folder, page];
    },
  };
}

function installed(...names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** What the module posts when the engine runs it, as JSON. Rejects if the engine ends before. */
export async function postedBy(engine: Engine, module: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'seedlab-engine-'));
  let bundle = '';
  let receive: (text: string) => void = () => {};
  const posted = new Promise<string>((resolve) => {
    receive = resolve;
  });
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      let text = '';
      for await (const chunk of request) text += chunk;
      response.end();
      return receive(text);
    }
    const isScript = request.url === '/bundle.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? bundle : '<script type="module" src="/bundle.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  bundle = await bundled(module, page);
  const path = join(folder, 'bundle.mjs');
  writeFileSync(path, bundle);
  const [program = '', ...words] = engine.command({ bundle: path, page, folder });
  // A group of its own, because a browser is several processes.
  const options = {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, HOME: folder },
  } as const;
  const child = spawn(program, words, options);
  try {
    const ended = new Promise<never>((_resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status) => {
        // What it posted last may still be on its way.
        setTimeout(() => reject(new Error(`${engine.name} ended with ${status}`)), 1_000);
      });
    });
    return JSON.parse(await Promise.race([posted, ended]));
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function bundled(module: string, server: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: projectFolder,
    entryPoints: [module],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    define: { server: JSON.stringify(server), 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]?.text ?? '';
}
