/** `npm run new:wing -- <name>`: writes the smallest wing, which passes every check, to be made another. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../../src/host/source.ts';
import { listedIn, newWing } from './wing-template.ts';

const [wing = ''] = process.argv.slice(2);
if (!/^[a-z]+$/.test(wing)) fail('Name the wing in lower-case letters: npm run new:wing -- gossip');
if (existsSync(join(projectFolder, 'sims', wing))) fail(`sims/${wing} is there already.`);

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');
const lists = { index: read('scenarios/index.ts'), claims: read('scenarios/claims.ts') };
const { index, claims } = listedIn(lists, wing);
const files = newWing(wing).set('scenarios/index.ts', index).set('scenarios/claims.ts', claims);
for (const [path, text] of files) {
  mkdirSync(dirname(join(projectFolder, path)), { recursive: true });
  writeFileSync(join(projectFolder, path), text);
}
const words = ['biome', 'check', '--write', ...files.keys()];
execFileSync('npx', words, { cwd: projectFolder, stdio: 'inherit' });
process.stdout.write(
  [...files.keys(), '', `Next: npm run rates -- ${wing}`].map((line) => `${line}\n`).join(''),
);

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
