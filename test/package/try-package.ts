/**
 * `npm run package:try [-- --node <path>]`: packs the lab, installs it into an empty folder, and uses it as somebody
 * would who has nothing else: with plain Node (this one, or another), from JavaScript and from TypeScript.
 * Exit status 1, and the output of the command, where something is not as it should be.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import lostVote from '../../scenarios/raft/lost-vote.ts';
import { projectFolder } from '../../src/host/source.ts';
import { must } from '../../src/kernel/must.ts';
import { run } from '../../src/lab/run.ts';
import { chromiumProgram } from '../support/engines.ts';
import { digestOn, tabAt } from '../support/page.ts';

const { values } = parseArgs({
  options: { node: { type: 'string', default: process.execPath }, packed: { type: 'string' } },
});
/** It holds the sources that answers quote, and is still fetched in a second or two. */
const megabytesMax = 3;

const folder = mkdtempSync(join(tmpdir(), 'seedlab-package-'));
const program = join('node_modules', 'seedlab', 'dist', 'seedlab.mjs');

function execute(file: string, words: readonly string[], at = folder): string {
  return execFileSync(file, words, {
    cwd: at,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the installed program, and holds its exit status and what it prints. */
function lab(
  words: string,
  { status = 0, says }: { status?: number; says: string | RegExp },
): string {
  let [ended, output] = [0, ''];
  try {
    output = execute(values.node, [program, ...words.split(' ')]);
  } catch (error) {
    const failed = error as {
      readonly status?: number;
      readonly stdout?: string;
      readonly stderr?: string;
    };
    [ended, output] = [failed.status ?? -1, `${failed.stdout}${failed.stderr}`];
  }
  const isSaid = typeof says === 'string' ? output.includes(says) : says.test(output);
  if (ended !== status || !isSaid) {
    throw new Error(
      `seedlab ${words}: status ${ended}, not ${status}, or it does not say ${says}:\n${output}`,
    );
  }
  return output;
}

function packed(): string {
  if (values.packed !== undefined) return values.packed;
  execute('npm', ['pack', '--pack-destination', folder], projectFolder);
  return join(
    folder,
    must(
      readdirSync(folder).find((name) => name.endsWith('.tgz')),
      'the package',
    ),
  );
}

/** Serves the page while `used` uses it at its address. */
async function withPage(used: (address: string) => Promise<void>): Promise<void> {
  const server = spawn(values.node, [program, 'web', '--port', '0'], { cwd: folder });
  try {
    const [line] = await once(server.stdout, 'data');
    await used(new URL('/', String(line).trim()).href);
  } finally {
    server.kill();
  }
}

/** What a module imports, at once or when it is needed. */
async function importsOf(contents: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents },
    bundle: true,
    write: false,
    format: 'esm',
    metafile: true,
    external: ['*'],
  });
  return (metafile.inputs['<stdin>']?.imports ?? []).map(({ path }) => path);
}

/** Whatever the page may load is there, and is for browsers. */
async function tryModules(address: string): Promise<void> {
  const read = async (path: string): Promise<string> => {
    const response = await fetch(new URL(path, address));
    if (!response.ok) throw new Error(`the page asks for ${path}: status ${response.status}`);
    return response.text();
  };
  const page = await read('./');
  const paths = new Set(
    [...page.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, path]) => path ?? ''),
  );
  if (paths.size < 2) throw new Error(`the page names no script and no styles: ${page}`);
  const worker = /["`](\.\/[^"`]*page-worker\.mjs)["`]/;
  // A set gives also what is added while it is gone through.
  for (const path of paths) {
    const code = await read(path);
    for (const specifier of path.endsWith('.mjs') ? await importsOf(code) : []) {
      if (!specifier.startsWith('.')) throw new Error(`${path} imports ${specifier}`);
      paths.add(new URL(specifier, new URL(path, address)).pathname);
    }
    const [, started] = worker.exec(code) ?? [];
    if (started !== undefined) paths.add(started);
  }
  if (![...paths].some((path) => worker.test(`"${path}"`)))
    throw new Error('the page starts no worker');
}

/** The page in a browser: a run, the code of a rule, a search by words, and a sweep by workers. */
async function tryInBrowser(address: string): Promise<void> {
  const executablePath = chromiumProgram();
  if (executablePath === undefined) {
    if (process.env['CI'] !== undefined) throw new Error('Chromium is not installed');
    process.stdout.write('The page is not tried in a browser: Chromium is not installed.\n');
    return;
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const open = { browser, address, close: () => browser.close() };
    const place = '#/raft/lost-vote?seed=7&without=persist-term-and-vote';
    const { tab, complaints } = await tabAt(open, place);
    const shown = await digestOn(tab);
    const { digest } = run(lostVote, { seed: '7', without: ['persist-term-and-vote'] });
    if (shown !== digest) throw new Error(`the page shows the digest ${shown}, not ${digest}`);
    await tab.getByLabel('About persist-term-and-vote').click();
    await tab.locator('figure.code .marked').first().waitFor();
    if (complaints.length > 0) throw new Error(`the page complains: ${complaints.join('; ')}`);
  } finally {
    await browser.close();
  }
}

const entries = [
  ...['kernel', 'world', 'check', 'lab', 'explore', 'statistics'],
  ...readdirSync(join(projectFolder, 'sims')).map((sim) => `sims/${sim}`),
].map((name) => `seedlab/${name}`);

function tryEntries(): void {
  const code = entries.map((name, place) => `import * as entry${place} from '${name}';`);
  const used = `for (const entry of [${entries.map((_, place) => `entry${place}`)}]) if (Object.keys(entry).length === 0) throw new Error('an entry is empty');
    import { run } from 'seedlab/lab';
    import mine from './my-outage.mjs';
    process.stdout.write(run(mine, { seed: '1' }).verdict);`;
  writeFileSync(join(folder, 'imports.mjs'), [...code, used].join('\n'));
  const verdict = execute(values.node, ['imports.mjs']);
  if (verdict !== 'pass') throw new Error(`a scenario that is imported ends with ${verdict}`);
}

function tryTypes(): void {
  const code = `
    ${entries.map((name, place) => `import * as entry${place} from '${name}';`).join('\n')}
    import { counter, sometimes } from 'seedlab/check';
    import { run, scenario, z } from 'seedlab/lab';
    import { aboutRaft, clusterOptions, type RaftCluster, raftCluster, raftParams } from 'seedlab/sims/raft';
    export const entries = [${entries.map((_, place) => `entry${place}`)}];
    const mine = scenario({
      ...aboutRaft,
      id: 'raft/typed', asks: 'Is it typed?', claims: [],
      params: raftParams.extend({ more: z.number().default(1) }),
      durationMs: ({ more }) => 1000 * more,
      metrics: { seen: counter('things', 'what was seen') },
      build: ({ world, params, rules }) => raftCluster(world, rules, clusterOptions(params)),
      goals: () => [sometimes<RaftCluster>('up', 'a server is up', (cluster) => cluster.servers.length > 0)],
      expect: () => [],
      tells: ({ metrics }) => \`\${metrics.seen.value}\`,
    });
    export const verdict: 'pass' | 'fail' | 'inconclusive' = run(mine, { seed: '1' }).verdict;
    // @ts-expect-error a wrong type is found, so none of the above is any
    run(mine, { seed: 1 });
    // @ts-expect-error
    mine.durationMs({ more: 'much' });
  `;
  writeFileSync(join(folder, 'typed.ts'), code);
  const files = ['typed.ts', 'my-outage.mjs', 'my-protocol.mjs'];
  const options = {
    strict: true,
    noEmit: true,
    target: 'es2023',
    module: 'nodenext',
    types: [],
    allowJs: true,
    checkJs: true,
    skipLibCheck: false,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
  execute(process.execPath, [
    join(projectFolder, 'node_modules/typescript/bin/tsc'),
    '-p',
    'tsconfig.json',
  ]);
}

/** Guides lead to files that are there. */
function requireLinks(root: string): void {
  const guides = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  const links = guides.flatMap((name) => {
    const found = readFileSync(join(root, name), 'utf8').matchAll(/\]\((?![a-z]+:|#)([^)\s#]+)/g);
    return [...found].map(([, target = '']) => ({ name, target }));
  });
  if (links.length < 50) throw new Error(`the guides have only ${links.length} links`);
  const broken = links.filter(({ name, target }) => !existsSync(join(root, dirname(name), target)));
  if (broken.length > 0) throw new Error(`links to nothing: ${JSON.stringify(broken)}`);
}

async function tryAll(): Promise<void> {
  const file = packed();
  const megabytes = statSync(file).size / 1e6;
  process.stdout.write(`${megabytes.toFixed(2)} MB packed\n`);
  if (megabytes > megabytesMax) throw new Error(`the package takes more than ${megabytesMax} MB`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
  execute('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', file]);

  requireLinks(join(folder, 'node_modules/seedlab'));
  lab('list', { says: 'its rules: seedlab describe raft' });
  const { digest } = run(leaderCrash, { seed: '7' });
  lab('run raft/leader-crash --seed 7', { says: digest });
  lab('describe raft/persist-term-and-vote', {
    says: /> +if \(!rules\['persist-term-and-vote'\]\) return;/,
  });
  lab('sweep raft/leader-crash --seeds 20 --workers 2', { says: 'in all of 20 runs' });
  const example = 'node_modules/seedlab/src/tools/text/examples/sequential.json';
  lab(`text ${example}`, { says: 'sequential' });
  lab('explore raft/random-faults --set nodes=3 --states-max 2000', { status: 3, says: 'states' });
  lab('claims', { says: 'raft' });

  lab('new my-outage', { says: 'seedlab run ./my-outage.mjs' });
  lab('new my-protocol --sim', { says: 'my-protocol.mjs' });
  lab('run ./my-outage.mjs --seed 1', { says: 'PASS' });
  lab('sweep ./my-outage.mjs --seeds 10 --workers 2', { says: 'in all of 10 runs' });
  lab('hunt ./my-protocol.mjs#remember-requests --workers 2', { status: 1, says: 'counted twice' });
  lab('describe ./my-protocol.mjs#remember-requests', { says: 'killed: request' });
  writeFileSync(join(folder, 'broken.mjs'), '// One line.\nconst x = ;\n');
  lab('run ./broken.mjs', { status: 2, says: './broken.mjs:2 cannot be loaded' });
  lab('run ./missing.mjs', { status: 2, says: 'There is no file' });
  const runsTypeScript =
    execute(values.node, ['-p', 'Boolean(process.features.typescript)']).trim() === 'true';
  if (runsTypeScript) {
    lab('new typed-outage --ts', { says: 'Wrote typed-outage.ts' });
    lab('run ./typed-outage.ts --seed 1', { says: 'PASS' });
    lab('sweep ./typed-outage.ts --seeds 4 --workers 1', { says: 'in all of 4 runs' });
  } else lab('new typed-outage --ts', { status: 2, says: 'use Node 22.18 or later' });
  await withPage(async (address) => {
    await tryModules(address);
    await tryInBrowser(address);
  });
  tryEntries();
  tryTypes();
}

try {
  await tryAll();
  process.stdout.write(
    `The package works with Node ${execute(values.node, ['--version']).trim()}.\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
