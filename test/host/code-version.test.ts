/** Goal: workers of a queue can tell that their code is another, even if it has the same version number. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { codeVersion, digestOfCode } from '../../src/host/code-version.ts';
import { projectFolder } from '../../src/host/source.ts';
import { labVersion } from '../../src/lab/version.ts';

const copy = mkdtempSync(join(tmpdir(), 'seedlab-code-'));
afterAll(() => rmSync(copy, { recursive: true }));

test('another line of a sim is another version, and a note beside it is not', () => {
  for (const folder of ['sims', 'scenarios', 'src']) {
    cpSync(join(projectFolder, folder), join(copy, folder), { recursive: true });
  }
  const digest = digestOfCode(copy);
  expect(codeVersion()).toBe(`${labVersion}+${digest}`);
  writeFileSync(join(copy, 'sims/raft/notes.md'), 'a note');
  expect(digestOfCode(copy)).toBe(digest);
  writeFileSync(join(copy, 'sims/raft/another.ts'), '');
  expect(digestOfCode(copy)).not.toBe(digest);
});
