/**
 * Goal: the model of epoll, poll and stream sockets does what Linux does. Method: stories whose results a small Python
 * program has recorded from a real kernel; `epoll-fuzz.deep.ts` holds random ones against the kernel of this machine.
 * To record again: SEEDLAB_RECORD=1 npx vitest run --project unit test/sims/io/epoll.test.ts
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ioRules } from '../../../sims/io/rules.ts';
import { cases } from './epoll-cases.ts';
import { ModelOfLinux } from './epoll-steps.ts';

const transcript = new URL('./epoll-transcript.json', import.meta.url);
if (process.env['SEEDLAB_RECORD'] !== undefined) record();

const recorded = JSON.parse(readFileSync(transcript, 'utf8')) as {
  readonly says: string;
  readonly results: readonly unknown[];
}[];

describe('as Linux does', () => {
  test('every story is recorded', () => {
    expect(recorded.map(({ says }) => says)).toEqual(cases.map(({ says }) => says));
  });

  test.each(cases.map((story, place) => [story.says, story, place] as const))(
    '%s',
    (_says, { steps }, place) => {
      const told = (results: readonly unknown[] = []) =>
        steps.map((step, number) => `${step.join(' ')}: ${JSON.stringify(results[number])}`);
      expect(told(ModelOfLinux.results(steps))).toEqual(told(recorded[place]?.results));
    },
  );
});

describe('the stories tell a kernel that is another', () => {
  const agrees = (rule: 'level-trigger-rearms' | 'ready-only-scan') =>
    cases.map(
      ({ steps }, place) =>
        JSON.stringify(ModelOfLinux.results(steps, ioRules.without(rule))) ===
        JSON.stringify(recorded[place]?.results),
    );

  test('which does not report again by level', () => {
    expect(agrees('level-trigger-rearms')).toContain(false);
  });

  test('which looks at all registrations, and so reports edges again', () => {
    expect(agrees('ready-only-scan')).toContain(false);
  });
});

function record(): void {
  const program = fileURLToPath(new URL('./epoll_judge.py', import.meta.url));
  const input = cases.map(({ steps }) => `${JSON.stringify(steps)}\n`).join('');
  const { stdout, stderr } = spawnSync('python3', [program], { encoding: 'utf8', input });
  if (stderr !== '') throw new Error(stderr);
  const results = stdout.trimEnd().split('\n');
  const lines = cases.map(
    ({ says }, place) => `  { "says": ${JSON.stringify(says)},\n    "results": ${results[place]} }`,
  );
  writeFileSync(transcript, `[\n${lines.join(',\n')}\n]\n`);
}
