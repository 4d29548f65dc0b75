/** What the page asks for besides its modules: the code of every rule, and what can be found by words. */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { comparisons } from '../../scenarios/comparisons.ts';
import { glossary } from '../../scenarios/glossary.ts';
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import { searchWords } from '../../scenarios/search-words.ts';
import { sections } from '../../scenarios/sections.ts';
import { codeTokens } from '../draw/code.ts';
import { findablesIn } from '../lab/find/findable.ts';
import { excerptsOfRule, projectFolder } from './source.ts';

/** The sims whose rules have a file. */
export function sims(): string[] {
  return readdirSync(join(projectFolder, 'sims'));
}

/** The content of `rules/<sim>.json`. The rules are found by the lines that ask for them. */
export function rulesOf(sim: string): string {
  const folder = join(projectFolder, 'sims', sim);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const code = files
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const rules = new Set(
    code.flatMap((text) =>
      [...text.matchAll(/rules\['([a-z0-9-]+)'\]/g)].map(([, rule]) => rule ?? ''),
    ),
  );
  const sources = [...rules].sort().map((rule) => [
    rule,
    excerptsOfRule(sim, rule).map((excerpt) => ({
      ...excerpt,
      lines: codeTokens(excerpt.lines),
    })),
  ]);
  return JSON.stringify(Object.fromEntries(sources));
}

/** The content of `find.json`, so that the page need not load every sim for it. */
export const toFind = async (): Promise<string> =>
  JSON.stringify(
    await findablesIn({ catalogue, ledger, sections, comparisons, glossary, searchWords }),
  );

/** What the page of the package is made of: modules, most of which it shares with the commands, and two files of its own. */
const ofPackage = /^(index\.html|page\.css|[\w/-]+\.mjs)$/;

/** The file of the packaged page at a path; undefined if the page has none there. */
export async function packagedFile(path: string): Promise<Uint8Array | undefined> {
  if (ofPackage.test(path)) {
    return readFile(join(projectFolder, 'dist', path)).catch(() => undefined);
  }
  if (path === 'find.json') return Buffer.from(await toFind());
  const [, sim] = /^rules\/([a-z-]+)\.json$/.exec(path) ?? [];
  return sim !== undefined && sims().includes(sim) ? Buffer.from(rulesOf(sim)) : undefined;
}
