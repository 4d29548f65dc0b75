/**
 * Goal: a scenario in a file is used like one of the lab's own, by its path; a file that is wrong gets one sentence, with
 * its line where that is known, and status 2; and a token does not outlive a change of its file.
 * What only Node's own loader can show (a syntax error) is tried with the package: `npm run package:try`.
 */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labWith } from '../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-own-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lab = (...words: string[]) => labWith({ program: 'seedlab', folder }, ...words);
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

let template = '';
beforeAll(async () => {
  await lab('new', 'my-protocol', '--sim');
  template = readFileSync(join(folder, 'my-protocol.mjs'), 'utf8');
});

test.each([
  ['export const x = 1;', './bad.mjs has no scenario: it must end with export default'],
  [
    'export default { asks: 1 };',
    'The scenario in ./bad.mjs has a number for asks: it must be a text.',
  ],
  ['\nthrow new Error("no luck");', './bad.mjs:2 cannot be loaded: no luck.'],
  ["import 'no-such-package-here';", 'cannot be loaded: Cannot find package'],
])('%j: %s', async (text, says) => {
  write('bad.mjs', text);
  const { status, stdout, stderr } = await lab('run', './bad.mjs', '--seed', '1');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  ['claims: [],', 'claims: 7,', 'has a number for claims: it must be an array.'],
  ['rules: protocolRules,', "rules: { 'one': {} },", 'has rules that defineRules did not make.'],
  [
    'fault: network({ loss })',
    "fault: { kind: 'meteor' }",
    'Step 1 of the plan in ./bad.mjs needs one. Their kinds are: ',
  ],
  ['return tally;', 'return tally.no.such;', /^\.\/bad\.mjs:\d+ failed: TypeError/],
])('instead of %j: %j', async (before, after, says) => {
  const [start, ...rest] = template.split(before);
  write('bad.mjs', [start, rest.join(before)].join(after));
  const { status, stderr } = await lab('run', './bad.mjs', '--seed', '1');
  expect(status).toBe(2);
  if (typeof says === 'string') expect(stderr).toContain(says);
  else expect(stderr).toMatch(says);
});

test('no file, no overwriting, no name', async () => {
  expect(await lab('run', './nothing.mjs')).toMatchObject({
    status: 2,
    stderr: 'There is no file "./nothing.mjs". Write a first scenario with: seedlab new nothing\n',
  });
  expect(await lab('new', 'my-protocol')).toMatchObject({ status: 2 });
  expect(await lab('new', 'my-protocol', '--sim', '--force')).toMatchObject({ status: 0 });
  expect(await lab('new', '../elsewhere')).toMatchObject({ status: 2 });
});

test('a folder with the name of a file is no failure of the lab', async () => {
  mkdirSync(join(folder, 'a-folder.mjs'));
  expect(await lab('run', './a-folder.mjs')).toMatchObject({
    status: 2,
    stderr: '"./a-folder.mjs" cannot be read: it is a folder.\n',
  });
});

test('a file without its ending is offered with it', async () => {
  expect(await lab('run', 'my-protocol')).toMatchObject({
    status: 2,
    stderr: 'There is no scenario "my-protocol". Did you mean the file ./my-protocol.mjs?\n',
  });
});

test('a token of a file is replayed until the file changes: then status 3, and a sentence', async () => {
  const { stdout } = await lab('run', './my-protocol.mjs', '--seed', '4');
  const token = /^token +(\S+)$/m.exec(stdout)?.[1] ?? '';
  expect((await lab('replay', token)).stderr).toMatch(/^The same run: digest/);
  appendFileSync(join(folder, 'my-protocol.mjs'), '// Changed.\n');
  expect(await lab('replay', token)).toMatchObject({
    status: 3,
    stdout: '',
    stderr: expect.stringContaining('./my-protocol.mjs has changed since this run'),
  });
});

test('a rule of a file goes by its path and #; one that it has not is refused', async () => {
  const rule = './my-protocol.mjs#retry-until-answered';
  const described = await lab('describe', rule);
  expect(described.stdout).toContain('killed: a goal was not reached: every request is counted');
  expect(described.stdout).toContain("while (rules['retry-until-answered']");
  expect(await lab('hunt', rule)).toMatchObject({ status: 1 });
  expect(await lab('hunt', './my-protocol.mjs#retry')).toMatchObject({ status: 2 });
});

test('every rule of the template holds its property over many seeds', async () => {
  // Without a rule more than nine runs of ten break, so twenty runs miss a defect hardly ever.
  const { stdout, status } = await lab('sweep', './my-protocol.mjs', '--seeds', '20');
  expect([status, stdout]).toEqual([0, expect.stringContaining('PASS  in all of 20 runs')]);
});
