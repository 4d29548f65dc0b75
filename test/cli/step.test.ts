/**
 * Goal: `step`, `why`, `diff` and the exports do what their help says, from words to output; a
 * token with interventions repeats its digest (in another process: processes.deep.ts).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mermaid from 'mermaid';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { decodeToken } from '../../src/lab/token.ts';
import { lab, labReading } from '../support/lab-process.ts';

// A last resort: how long a process takes to start depends on what else the machine does.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'seedlab-step-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.concurrent('lab step', () => {
  test('reads commands from a pipe, and prints a frame for each', async () => {
    const script = 'role\nrole\nwhy\nend\n';
    const words = ['step', 'raft/first-election', '--seed', '1', '--size', '80x24'];
    const [a, b] = await Promise.all([labReading(script, ...words), labReading(script, ...words)]);
    expect(a).toEqual(b);
    expect([a.status, a.stderr]).toEqual([0, '']);
    const frames = a.stdout.split('\n').filter((line) => line.startsWith('raft/first-election'));
    expect(frames.length).toBe(4);
    expect(a.stdout).not.toContain('\u001b[');
  });

  test('prints a JSON object a line where that is asked for', async () => {
    const words = ['step', 'raft/first-election', '--seed', '1', '--json'];
    const { stdout } = await labReading('step\nwhy\nend\n', ...words);
    const lines = stdout.trimEnd().split('\n');
    const [start, step, why, end] = lines.map((line) => JSON.parse(line));
    expect(lines.length).toBe(4);
    expect(start).toMatchObject({ command: null, scenario: 'raft/first-election', seed: '1' });
    expect(step.events).toBeGreaterThan(start.events);
    expect(step.rows.length).toBe(5);
    const all = ['n1', 'n2', 'n3', 'n4', 'n5'];
    expect(start.nodes).toEqual(all.map((name) => ({ name, life: 'up' })));
    expect(why).toMatchObject({
      command: 'why',
      told: [expect.any(String), expect.any(String), expect.any(String)],
    });
    expect(end.told[0]).toBe('The run is over. Verdict: pass.');
    // The answer, what was reached and each expectation.
    expect(end.told.join('\n')).toContain('the first leader was elected after 180.6 ms');
    expect(end.told.join('\n')).toContain('reached  leader-elected, at 180.644 ms');
    expect(end.told.filter((line: string) => line.startsWith('ok ')).length).toBe(2);
  });

  test('tells breakpoints, branches and comparisons in JSON', async () => {
    const words = ['step', 'raft/first-election', '--seed', '1', '--json'];
    const script =
      'break note votes\ncontinue\ncrash n1\nback 3\npause n2\nbranches\ncompare 1\nshow n4\n';
    const { stdout, status } = await labReading(script, ...words);
    expect(status).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [, set, hit, crashed, , paused, branches, compared, shown] = lines;
    expect(set).toMatchObject({
      told: [expect.any(String)],
      data: { number: 1, at: 'note votes' },
    });
    expect(hit).toMatchObject({ breakpoints: ['note votes'], filter: null, branches: 0 });
    expect(crashed).toMatchObject({ told: [], byHand: 1, branches: 0 });
    expect(paused).toMatchObject({ byHand: 1, branches: 1 });
    expect(branches.data.branches).toMatchObject([
      { number: 1, interventions: [{ intervention: { kind: 'fault' } }] },
    ]);
    expect(compared.data).toMatchObject({
      event: paused.events - 2,
      here: { verdict: expect.any(String), broken: [] },
      there: { verdict: expect.any(String), broken: [] },
    });
    expect(shown).toMatchObject({ filter: { text: 'n4', of: 5 } });
  });

  test('tells the life of every node in JSON', async () => {
    const words = ['step', 'raft/first-election', '--seed', '1', '--json'];
    const { stdout } = await labReading('crash n1\npause n2\nresume n2\nrestart n1\n', ...words);
    const frames = stdout.trimEnd().split('\n');
    const lives = frames.map((line) =>
      JSON.parse(line)
        .nodes.map(({ life }: { life: string }) => life)
        .slice(0, 3),
    );
    expect(lives).toEqual([
      ['up', 'up', 'up'],
      ['down', 'up', 'up'],
      ['down', 'paused', 'up'],
      ['down', 'up', 'up'],
      ['up', 'up', 'up'],
    ]);
  });

  test('what was done by hand is repeated by the token', async () => {
    const file = join(folder, 'by-hand.token');
    const script = `role\ncrash leader\nrole\nfire n1\npartition n1 n2\noff one-vote-per-term\nsave ${file}\n`;
    expect((await labReading(script, 'step', 'raft/leader-crash', '--seed', '3')).status).toBe(0);
    const token = readFileSync(file, 'utf8').trim();
    const { interventions, digest } = decodeToken(token);
    expect(interventions?.length).toBe(4);

    const replayed = await lab('replay', file, '--json');
    expect(replayed.stderr).toBe(`The same run: digest ${digest}.\n`);
    const result = JSON.parse(replayed.stdout);
    expect(result).toMatchObject({ digest, interventions, without: [] });
    expect(result.command).toBe(`npm run lab -- replay ${result.token}`);
    const told = await lab('replay', token);
    expect(told.stdout).toContain('by hand: partition n1 n2 | the rest');

    const stepped = await labReading('to 1e9\n', 'step', token);
    expect(stepped.stdout).toContain('4 by hand');
  });
});

describe.concurrent('lab why', () => {
  test('tells what led to an event, by its number or its words', async () => {
    const words = ['why', 'raft/minority-partition', '--seed', '7'];
    const byWords = await lab(...words, '--event', 'steps down as leader', '--json');
    const { event, sentence, reasons } = JSON.parse(byWords.stdout);
    expect(sentence).toMatch(/^n\d steps down as leader of term 1/);
    expect(reasons.at(-1)).toMatchObject({ event });
    const byNumber = await lab(...words, '--event', String(event), '--json');
    expect(byNumber.stdout).toBe(byWords.stdout);
    const text = await lab(...words, '--event', `#${event}`);
    expect(text.stdout.split('\n')[0]).toBe(`Why: ${sentence}`);
  });

  test('without an event it tells how what the rule protects was broken', async () => {
    const words = ['raft/lost-vote', '--seed', '1', '--without', 'raft/persist-term-and-vote'];
    const { stdout, status } = await lab('why', ...words);
    expect(status).toBe(0);
    // That a ballot was on no disk broke another property long before.
    expect(stdout).toMatch(/^Why: n3 leads term 1, elected by/);
    expect(stdout).toContain('n3  restart from disk');
    expect(stdout).toContain('n3  stands for election in term 1');
  });

  test('a long story is cut at its beginning, unless all of it is asked for', async () => {
    const words = ['why', 'raft/random-faults', '--seed', '3', '--event', 'steps down'];
    const [short, long] = await Promise.all([lab(...words), lab(...words, '--all')]);
    expect(short.stdout).toMatch(/^… \d+ lines before this; --all tells them$/m);
    // Columns are as wide as what stands in them.
    const lines = (text: string) => text.trimEnd().replace(/ +/g, ' ').split('\n');
    expect(lines(long.stdout).slice(-24)).toEqual(lines(short.stdout).slice(-24));
    expect(lines(long.stdout).length).toBeGreaterThan(lines(short.stdout).length);
  });
});

describe.concurrent('lab diff', () => {
  test('shows where a rule makes the difference, and both sets of metrics', async () => {
    const words = ['diff', 'raft/lost-vote', '--seed', '7'];
    const other = ['--and', '--without', 'raft/persist-term-and-vote'];
    const { stdout, status } = await lab(...words, ...other, '--json');
    expect(status).toBe(0);
    const difference = JSON.parse(stdout);
    expect(difference).toMatchObject({
      same: false,
      a: { verdict: 'pass', command: 'npm run lab -- run raft/lost-vote --seed 7' },
      b: { verdict: 'fail' },
      event: {
        a: { text: expect.stringContaining('writes') },
        b: { text: expect.stringContaining('stands') },
      },
    });
    expect(difference.metrics).toContainEqual({
      name: 'firstTerm',
      a: expect.any(Number),
      b: expect.any(Number),
    });
    const text = await lab(...words, ...other);
    expect(text.stdout).toMatch(/^The same up to event \d+, at [\d.]+ ms\. Then:$/m);
    expect(text.stdout).toMatch(/^verdict +PASS +FAIL$/m);
  });

  test('two seeds, two settings, two tokens, a run and itself', async () => {
    const words = ['diff', 'raft/first-election', '--seed', '1'];
    const [seeds, settings, same] = await Promise.all([
      lab(...words, '--and', '--seed', '2', '--json'),
      lab(...words, '--set', 'nodes=3', '--and', '--set', 'heartbeatMs=20', '--json'),
      lab(...words, '--and', '--seed', '1'),
    ]);
    expect(JSON.parse(seeds.stdout)).toMatchObject({ same: false, event: { id: 5 } });
    const { a, b } = JSON.parse(settings.stdout);
    expect(a.command).toMatch(/--set nodes=3$/);
    expect(b.command).toMatch(/--set nodes=3 --set heartbeatMs=20$/);
    expect(same.stdout).toMatch(/^The same run: digest [0-9a-f]{16}\.$/m);

    const tokens = await Promise.all(
      ['1', '2'].map(async (seed) => {
        const { stdout } = await lab('run', 'raft/first-election', '--seed', seed, '--json');
        return JSON.parse(stdout).token as string;
      }),
    );
    const byTokens = await lab('diff', ...tokens, '--json');
    expect(byTokens.stdout).toBe(seeds.stdout);
  });

  test('writes both runs into one ShiViz file', async () => {
    const file = join(folder, 'two.shiviz');
    const words = ['diff', 'raft/first-election', '--seed', '1', '--export', `shiviz:${file}`];
    const { status, stderr } = await lab(...words, '--window', '0..300', '--and', '--seed', '2');
    expect([status, stderr]).toEqual([0, `wrote ${file} (shiviz)\n`]);
    const titles = readFileSync(file, 'utf8').match(/^=== .* ===$/gm);
    expect(titles).toEqual([
      '=== raft/first-election seed 1 ===',
      '=== raft/first-election seed 2 ===',
    ]);
  });
});

describe.concurrent('lab run --export', () => {
  test('every format, and the whole or a part of the run', async () => {
    const formats = ['jsonl', 'mermaid', 'perfetto', 'shiviz'];
    const files = formats.map((format) => join(folder, `run.${format}`));
    const words = formats.flatMap((format, place) => ['--export', `${format}:${files[place]}`]);
    const { status } = await lab('run', 'raft/leader-crash', '--seed', '7', ...words);
    expect(status).toBe(0);
    const [jsonl = '', diagram = '', perfetto = '', shiviz = ''] = files.map((file) =>
      readFileSync(file, 'utf8'),
    );
    const events = jsonl.trimEnd().split('\n').length - 2;
    expect(JSON.parse(perfetto).traceEvents.length).toBeGreaterThan(events);
    expect(shiviz.trimEnd().split('\n').length).toBe(3 + 2 * events);
    expect(await mermaid.parse(diagram)).toMatchObject({ diagramType: 'sequence' });

    const late = await lab(
      ...['run', 'raft/leader-crash', '--seed', '7', '--export', 'mermaid:-'],
      ...['--window', '3600..3800'],
    );
    expect(late.stdout).toContain('Note over p0,p4: 3600.0 ms fault: crash leader');
    expect(late.stdout.length).toBeLessThan(diagram.length);
    expect(await mermaid.parse(late.stdout)).toMatchObject({ diagramType: 'sequence' });
  });
});

test('the history of Raft’s clients is read, and found linearizable, by lab check', async () => {
  const file = join(folder, 'history.edn');
  await lab('run', 'raft/storm', '--seed', '1', '--export', `jepsen:${file}`);
  const { status, stdout } = await lab(
    ...['check', file, '--model', 'key-value', '--nil-reads', 'absent', '--json'],
  );
  expect([status, JSON.parse(stdout).verdict]).toEqual([0, 'linearizable']);
});

describe('bad input', () => {
  const id = 'raft/first-election';

  test.each<[string, string]>([
    ['step raft/first-electio --seed 1', 'mean "raft/first-election"?'],
    [`step ${id} --seed 1 --size large`, 'columns x rows, at least 40x10'],
    [`step ${id} --seed 1 --size 10x10`, 'not "10x10"'],
    ['step lab1.eyJ9.00000000', 'This token is damaged'],
    ['step lab1.x --seed 1', 'leave them out'],
    [`why ${id} --seed 1`, 'Nothing is broken, so say which event: its number in run --full'],
    [`why ${id} --seed 1 --event 99999`, 'the last one is'],
    [`why ${id} --seed 1 --event abdicates`, 'No event says'],
    [`diff ${id} --seed 1`, 'Diff with what?'],
    [`diff ${id} --seed 1 --and --set node=2`, 'mean "nodes"?'],
    [`diff ${id} --seed 1 --and --without one-vote`, 'one-vote-per-term'],
    [
      `diff ${id} --seed 1 --export jsonl:x --and --seed 2`,
      'jsonl holds one run; shiviz can hold several.',
    ],
    ...[
      ['jsonl:x', '1..2', 'jsonl is always of a whole run'],
      ['mermaid:x', '2..1', '--window takes two times in ms'],
      ['mermaid:x', 'late', '--window takes two times in ms'],
      ['mermaid:x', '..', '--window takes two times in ms'],
      ['mermaid:x', '1.2.3..5', '--window takes two times in ms'],
    ].map(([file = '', window = '', message = '']): [string, string] => [
      `run ${id} --seed 1 --export ${file} --window ${window}`,
      message,
    ]),
    [`run ${id} --seed 1 --window 1..2`, 'name an export too'],
    [`run ${id} --seed 1 --export jepsen:x`, 'No client asks'],
  ])('%s', async (words, message) => {
    const { status, stdout, stderr } = await lab(...words.split(' '));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('a line that makes no sense is refused, and the others are obeyed', async () => {
    const { status, stdout, stderr } = await labReading(
      'step\nstop\nstep\n',
      'step',
      id,
      '--seed',
      '1',
    );
    expect(stderr).toBe(
      'Line 2, "stop": There is no command "stop". Did you mean "step"? See all of them with: help\n',
    );
    expect(status).toBe(2);
    expect(stdout.match(/^> step$/gm)).toHaveLength(2);
  });

  test('next without a kind is one moment on', async () => {
    const run = async (word: string) =>
      (await labReading(`${word}\n`, 'step', id, '--seed', '1')).stdout;
    expect((await run('next')).replace('> next', '> step')).toBe(await run('step'));
  });

  test('only diff knows --and, and says what it does not know of the other run', async () => {
    const run = await lab('run', id, '--seed', '1', '--and', '--seed', '2');
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('run has no option "--and".');
    const diff = await lab('diff', id, '--seed', '1', '--and', '--sed', '2');
    expect([diff.status, diff.stdout]).toEqual([2, '']);
    expect(diff.stderr).toContain('There is no option "--sed". Did you mean "--seed"?');
  });
});
