/**
 * Goal: the command line does what its help says, and bad input gets one clear sentence, the nearest
 * valid choice and exit status 2: no stack trace, nothing on stdout.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { lab } from '../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe.concurrent('lab run', () => {
  test('prints seed and parameters first, the verdict and how to do it again last', async () => {
    const { status, stdout } = await lab(
      'run',
      'raft/leader-crash',
      '--seed',
      'a b',
      '--set',
      'nodes=3',
    );
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe(
      'How long is a Raft cluster without a leader after its leader dies? Here with nodes=3.',
    );
    expect(lines[2]).toMatch(/election timeout/);
    expect(lines).toContain('PASS  11 invariants, 3 goals, 2 expectations');
    expect(lines).toContain('raft/leader-crash, seed a b, nodes=3, every rule on');
    expect(lines).toContain(
      "again   npm run lab -- run raft/leader-crash --seed 'a b' --set nodes=3",
    );
    expect(lines.at(-1)).toMatch(/^token {3}lab2\./);
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  test('--brief is a part of it, and --full has every event and check besides', async () => {
    const words = ['run', 'raft', 'leader-crash', '--seed', '7'];
    const [brief, usual, full] = await Promise.all([
      lab(...words, '--brief'),
      lab(...words),
      lab(...words, '--full'),
    ]);
    expect(usual.stdout.startsWith(brief.stdout.trimEnd())).toBe(true);
    expect(full.stdout.startsWith(brief.stdout.trimEnd())).toBe(true);
    expect(usual.stdout).not.toContain('follows n5 in term 2');
    expect(full.stdout).toContain('follows n5 in term 2');
    expect(full.stdout).toMatch(/ok {2}election-safety +1,872 checks/);
  });

  test.each(catalogue.wings.map(({ scenarios }) => scenarios[0]?.id ?? ''))(
    '%s fits a screen',
    async (flagship) => {
      const { stdout } = await lab('run', flagship, '--seed', '1');
      expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    },
  );

  test('a failing run exits with 1, and names what broke', async () => {
    const { status, stdout } = await lab(
      ...['run', 'raft/lost-vote', '--seed', '1', '--without', 'raft/persist-term-and-vote'],
    );
    expect(status).toBe(1);
    expect(stdout).toContain('FAIL  broken: election-safety');
  });

  test('a run that proves nothing exits with 3', async () => {
    // With timeouts this close the vote was still split when the leader was to crash: nobody did.
    const { status, stdout } = await lab(
      ...['run', 'raft/leader-crash', '--seed', '51', '--set', 'electionTimeoutMs=150..153'],
    );
    expect(stdout).toContain('INCONCLUSIVE  nothing is proved: not reached or not measured:');
    expect(status).toBe(3);
  });

  test('without a seed a fresh one is drawn and printed, and repeats', async () => {
    const first = JSON.parse((await lab('run', 'raft/first-election', '--json')).stdout);
    expect(first.seed).toMatch(/^[0-9a-f]{8}$/);
    const again = await lab('run', 'raft/first-election', '--json', '--seed', first.seed);
    expect(JSON.parse(again.stdout)).toEqual(first);
  });

  test('--json has the fields that it promises', async () => {
    const { stdout } = await lab('run', 'raft/leader-crash', '--seed', '7', '--json');
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      scenario: 'raft/leader-crash',
      seed: '7',
      params: { nodes: 5, electionTimeoutMs: { min: 150, max: 300 } },
      without: [],
      verdict: 'pass',
      digest: expect.stringMatching(/^[0-9a-f]{16}$/),
      events: expect.any(Number),
      virtualMs: expect.any(Number),
    });
    for (const { id, checks, violations } of result.invariants) {
      expect([typeof id, checks > 0, violations]).toEqual(['string', true, []]);
    }
    for (const goal of result.goals)
      expect(goal).toMatchObject({ reached: true, atMs: expect.any(Number) });
    expect(Object.keys(result.metrics.failoverMs)).toEqual([
      'count',
      'mean',
      'p50',
      'p95',
      'p99',
      'min',
      'max',
    ]);
    for (const expectation of result.expectations) {
      expect(Object.keys(expectation)).toEqual(
        expect.arrayContaining(['id', 'text', 'measured', 'bound', 'holds']),
      );
    }
  });

  test('stdout is the same for the same run, and free of colour', async () => {
    const words = ['run', 'raft/split-vote', '--seed', 'same'];
    const [a, b] = await Promise.all([lab(...words), lab(...words)]);
    expect(a.stdout).toBe(b.stdout);
    expect(a.stdout).not.toContain('\u001b[');
  });
});

describe.concurrent('lab replay', () => {
  test('a token gives the same run', async () => {
    const run = JSON.parse(
      (await lab('run', 'raft/minority-partition', '--seed', '3', '--set', 'nodes=4', '--json'))
        .stdout,
    );
    const { status, stdout, stderr } = await lab('replay', run.token, '--json');
    expect(JSON.parse(stdout)).toEqual(run);
    expect([status, stderr]).toEqual([0, `The same run: digest ${run.digest}.\n`]);
  });

  test('a trace file gives the same run, event by event', async () => {
    const path = join(folder, 'run.jsonl');
    await lab('run', 'raft/lost-vote', '--seed', '5', '--export', `jsonl:${path}`);
    const { status, stderr } = await lab('replay', path);
    expect([status, stderr]).toEqual([0, expect.stringContaining('The same run')]);

    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const place = lines.findIndex((line) => line.includes('"kind":"send"'));
    const changed = lines.with(place, (lines[place] ?? '').replace('"atMs":', '"atMs":1'));
    const other = await lab('replay', file('changed.jsonl', changed.join('\n')));
    expect(other.status).toBe(1);
    expect(other.stderr).toContain(`This is not the same run: event ${place - 1} differs`);

    const last = (lines.at(-1) ?? '').replace(/"digest":"[^"]+"/, '"digest":"0000000000000000"');
    const wrong = await lab(
      'replay',
      file('wrong.jsonl', [...lines.slice(0, -1), last].join('\n')),
    );
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('and was 0000000000000000');

    const cut = await lab('replay', file('cut.jsonl', lines.slice(0, -1).join('\n')));
    expect([cut.status, cut.stderr]).toEqual([2, expect.stringContaining('is cut off')]);
  });

  test('a token in a file will do', async () => {
    const { token } = JSON.parse((await lab('run', 'raft/first-election', '--json')).stdout);
    expect((await lab('replay', file('token', `${token}\n`))).status).toBe(0);
  });
});

describe.concurrent('lab export', () => {
  test('writes Mermaid, to a file or to stdout', async () => {
    const { stdout } = await lab(
      'run',
      'raft/first-election',
      '--seed',
      '1',
      '--export',
      'mermaid:-',
    );
    expect(stdout).toMatch(/^sequenceDiagram\n {2}participant p0 as n1\n/);
    expect(stdout).toContain('RequestVote, term 1');
  });
});

describe.concurrent('lab list and describe', () => {
  test('every name that list shows can be described', async () => {
    const { sims, scenarios } = JSON.parse((await lab('list', '--json')).stdout);
    for (const { id, rules } of sims as { id: string; rules: string[] }[]) {
      expect((await catalogue.lookUp(id)).kind).toBe('sim');
      for (const rule of rules) {
        expect(await catalogue.lookUp(`${id}/${rule}`)).toMatchObject({ kind: 'rule', rule });
      }
    }
    for (const { id } of scenarios as { id: string }[]) {
      expect((await catalogue.lookUp(id)).kind).toBe('scenario');
    }
    for (const name of ['raft/leader-crash', 'raft/one-vote-per-term']) {
      const { status, stdout } = await lab('describe', name, '--json');
      expect([name, status]).toEqual([name, 0]);
      expect(JSON.parse(stdout)).toHaveProperty('id');
    }
  });

  test('a sim tells its rules, each proved by a run', async () => {
    const { rules, scenarios, invariants } = JSON.parse(
      (await lab('describe', 'raft', '--json')).stdout,
    );
    expect(rules.length).toBeGreaterThan(7);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        id: expect.any(String),
        protects: expect.any(String),
        source: expect.any(String),
        because: expect.any(String),
        status: 'killed',
      });
    }
    expect(scenarios.length).toBeGreaterThan(4);
    expect(invariants.map(({ id }: { id: string }) => id)).toContain('election-safety');
  });

  test('a rule shows its reason, its source and the code around its line', async () => {
    const { stdout } = await lab('describe', 'raft/one-vote-per-term');
    expect(stdout).toMatch(/sims\/raft\/election\/election\.ts:\d+/);
    expect(stdout).toMatch(/^ *\d+ > .*rules\['one-vote-per-term'\]/m);
    expect(stdout).toContain('§5.2');
  });
});

describe.concurrent('bad input', () => {
  test.each<[string[], string]>([
    [['rum'], 'There is no command "rum". Did you mean "run"? See: npm run lab -- --help'],
    [['help', 'nosuch'], 'There is no command "nosuch".'],
    [['run'], 'run needs <scenario>. See: npm run lab -- run --help'],
    [['run', 'raft/leader-crsh'], 'Did you mean "raft/leader-crash"?'],
    [['run', 'leader-crash'], 'Did you mean "raft/leader-crash"?'],
    [
      ['run', 'raft/leader-crash', '--set', 'nodes'],
      'is not an assignment: write --set name=value',
    ],
    [['run', 'raft/leader-crash', '--set', 'nodes=12'], 'nodes must be at most 9, not 12.'],
    [['run', 'raft/leader-crash', '--set', 'node=3'], 'Did you mean "nodes"?'],
    [
      ['run', 'raft/leader-crash', '--without', 'raft/one-vote'],
      'Did you mean "raft/one-vote-per-term"?',
    ],
    [['run', 'raft/leader-crash', '--seed'], '--seed needs a value: --seed <text>.'],
    [
      ['run', 'raft/leader-crash', '--without', 'cache/single-flight'],
      '"cache/single-flight" is a rule of cache, and this is a run of raft.',
    ],
    [['run', 'raft/leader-crash', '--brief', '--full'], 'not both'],
    [['claims', '--section', 'q99'], 'There is no section "q99". Did you mean "q9"?'],
    [['list', 'xqzzy'], 'No scenario speaks of "xqzzy".'],
    [
      ['run', 'raft/leader-crash', '--sed', '1'],
      'run has no option "--sed". Did you mean "--seed"?',
    ],
    [['run', 'raft/leader-crash', '--export', 'pdf:x'], 'There is no export format "pdf".'],
    [['run', 'raft/leader-crash', '--export', 'jsonl'], 'Write --export jsonl:trace.jsonl.'],
    [
      ['run', 'raft/leader-crash', '--export', 'jsonl:/no/such/folder/x'],
      'cannot be written: there is no such file',
    ],
    [['describe', 'raft/one-vote'], 'Did you mean "raft/one-vote-per-term"?'],
    [['replay', '/no/such/file'], 'cannot be read: there is no such file'],
    [['replay', folder], 'cannot be read: it is a folder.'],
    [['replay', 'package.json'], 'line 1 is not a JSON object'],
    [['replay', 'lab1.eyJ9.00000000'], 'This token is damaged'],
    [['replay', file('empty', '')], 'line 1 is not a JSON object'],
    [['replay', file('other.jsonl', '{"a":1}\n{"b":2}\n')], 'is neither a token nor a trace'],
    [
      ['replay', file('bad.jsonl', '{"run":{"scenario":"x"}}\n{"digest":"0"}\n')],
      'does not name a run: seed is wrong',
    ],
    [
      [
        'replay',
        file('gone.jsonl', '{"run":{"scenario":"raft/gone","seed":"1"}}\n{"digest":"0"}\n'),
      ],
      'There is no scenario "raft/gone".',
    ],
  ])('%j', async (words, message) => {
    const { status, stdout, stderr } = await lab(...words);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect([status, stdout]).toEqual([2, '']);
  });
});
