/** Which code runs here: two checkouts may be of one version and give other runs for the same seed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labVersion } from '../lab/version.ts';
import { Digest } from '../trace/digest.ts';
import { isBuilt, projectFolder } from './source.ts';

/** What runs hang on. */
const folders = [
  'sims',
  'scenarios',
  'src/kernel',
  'src/world',
  'src/check',
  'src/lab',
  'src/statistics',
];

/** Where the package, which has not all sources, keeps their digest. */
export const codeDigestFile = 'dist/code-digest.txt';

/**
 * The version with a digest of the sources behind it, as semver 2.0 (10) marks builds: `0.1.0+5f3a…`. A repository and
 * the package that is made of it have the same. O(bytes of the sources).
 */
export function codeVersion(): string {
  ownDigest ??= isBuilt
    ? readFileSync(join(projectFolder, codeDigestFile), 'utf8')
    : digestOfCode(projectFolder);
  return `${labVersion}+${ownDigest}`;
}

let ownDigest: string | undefined;

/** Of the sources of a project that runs hang on. */
export function digestOfCode(project: string): string {
  const digest = new Digest();
  for (const folder of folders) {
    const names = readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((name) => name.endsWith('.ts')).sort()) {
      digest.text(name);
      digest.text(readFileSync(join(project, folder, name), 'utf8'));
    }
  }
  return digest.hex();
}
