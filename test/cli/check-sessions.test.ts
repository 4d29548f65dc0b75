/**
 * Goal: `lab check --consistency causal` and its siblings tell a violation as a story, in words and as JSON,
 * with an exit status for each verdict, and refuse what they cannot judge.
 * Method: the command in this process, on the examples and on short texts.
 */
import { describe, expect, test } from 'vitest';
import { lab, labReading } from '../support/lab-process.ts';

const folder = 'src/tools/check/examples/sessions';

/** `0 x=1` writes, `0 x?1` reads: each operation returns before the next is invoked. */
function history(...steps: string[]): string {
  return steps
    .flatMap((step) => {
      const [, process, key, sign, value] = /^(\d+) (\w+)([=?])(.+)$/.exec(step) ?? [];
      const event = (type: string, told: string | undefined) =>
        `{:process ${process}, :type :${type}, :f :${sign === '=' ? 'write' : 'read'}, :key :${key}, :value ${told}}`;
      return [event('invoke', sign === '=' ? value : 'nil'), event('ok', value)];
    })
    .join('\n');
}

describe.concurrent('verdicts', () => {
  test('it holds: exit 0', async () => {
    const path = `${folder}/causal-not-sequential.edn`;
    const { status, stdout } = await lab('check', path, '--consistency', 'causal');
    expect(status).toBe(0);
    expect(stdout).toContain('4 reads and 2 writes in 4 sessions, one for each process, on 1 key');
    expect(stdout).toContain('\nCAUSAL  every read keeps it\n');
  });

  test('it does not: exit 1, with the shortest story and what else is broken', async () => {
    const path = `${folder}/writes-follow-reads.edn`;
    const { status, stdout } = await lab('check', path, '--consistency', 'causal');
    expect(status).toBe(1);
    expect(stdout.slice(stdout.indexOf('NOT'))).toBe(`NOT CAUSAL  WriteCOInitRead

WriteCOInitRead  a read returned the initial value, although a write had happened before it
  O1  process 0  wrote :post 1     lines 2-3
  O2  process 1  read :post 1      lines 4-5
  O3  process 1  wrote :comment 1  lines 6-7
  O4  process 2  read :comment 1   lines 8-9
  O5  process 2  read :post nil    lines 10-11
  - O1 before O2: O2 read what O1 wrote
  - O2 before O3: session order
  - O3 before O4: O4 read what O3 wrote
  - O4 before O5: session order
  - O5 returned the initial value of :post, although O1 had written it

Weaker models that it breaks: writes-follow-reads.
`);
  });

  test('the budget runs out: exit 3', async () => {
    const text = history('0 x=1', '1 x=2', '0 x=3', '1 x=4', '2 x?3', '3 x?1');
    const { status, stdout } = await labReading(
      text,
      ...['check', '-', '--consistency', 'sequential', '--budget', '1'],
    );
    expect(status).toBe(3);
    expect(stdout).toContain('\nUNKNOWN  the budget ran out before the search ended');
  });

  test('JSON', async () => {
    const path = `${folder}/own-write-missed.edn`;
    const { status, stdout } = await lab(
      ...['check', path, '--consistency', 'read-your-writes', '--json'],
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      consistency: 'read-your-writes',
      verdict: 'not-read-your-writes',
      anomalies: [
        {
          kind: 'MYR',
          count: 1,
          operations: [
            { process: 0, f: 'write', key: 'x', value: 1, line: 2 },
            { process: 0, f: 'write', key: 'x', value: 2, line: 6 },
            { process: 0, f: 'read', key: 'x', value: 1, line: 8 },
          ],
        },
      ],
      ...{ alsoBroken: [], reads: 3, writes: 2, processes: 2, keys: 1 },
    });
  });

  test.each([
    [
      'N-MR',
      'monotonic-reads',
      ['0 x=1', '1 x=2', '2 x?1', '2 x?2', '2 x?1'],
      'O3 went back to the version that O1 returned',
    ],
    [
      'CyclicHB',
      'causal-memory',
      ['0 x=1', '1 x=2', '1 x?1', '1 x?2'],
      'gives process 1 these reads',
    ],
    ['CyclicCO', 'causal', ['0 x?1', '0 x=1'], 'O1 returned what O2 wrote'],
    ['ThinAirRead', 'causal', ['0 x?1'], 'No write that may have taken effect wrote this value'],
    [
      'MRWD',
      'writes-follow-reads',
      ['0 x=1', '1 x?1', '1 x=2', '2 x?2', '2 x?1'],
      'O3 had overwritten it',
    ],
    [
      'N-MW',
      'monotonic-writes',
      ['0 x=1', '0 y=1', '1 y?1', '1 x?nil'],
      'although O1 had written it',
    ],
    [
      'CyclicSC',
      'sequential',
      ['0 x=1', '0 x=1', '1 x=2', '1 x?1', '2 x?1', '2 x?2', '2 x?1', '2 x?2'],
      'gives all these reads',
    ],
  ])('%s breaks %s', async (kind, model, steps, sentence) => {
    const { status, stdout } = await labReading(
      history(...steps),
      ...['check', '-', '--consistency', model],
    );
    expect([status, stdout.includes(`  ${kind}\n`)]).toEqual([1, true]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(sentence);
  });

  test('what is linearizable in the same reading keeps the rest', async () => {
    const text = history('0 x=1', '0 x?nil');
    const of = async (...flags: string[]) =>
      (await labReading(text, 'check', '-', ...flags)).status;
    expect(await of()).toBe(0);
    expect(await of('--consistency', 'linearizable')).toBe(1);
    expect(await of('--consistency', 'read-your-writes')).toBe(1);
    expect(await of('--consistency', 'read-your-writes', '--nil-reads', 'unknown')).toBe(0);
  });
});

test.concurrent.each([
  [
    'causel',
    history('0 x=1'),
    'There is no consistency model or isolation level "causel". Did you mean "causal"?',
  ],
  [
    'causal',
    history('0 x=1', '1 x=1'),
    'line 3: 1 is written to :x again, after line 1: each value must be written once',
  ],
  [
    'causal',
    history('0 x=nil'),
    'line 1: nil is written to :x, which is there at first: each value',
  ],
  [
    'causal',
    '{:process 0, :type :invoke, :f :cas, :value [1 2]}',
    'line 1: cas is neither a read nor a write',
  ],
  [
    'causal',
    '{:process 0, :type :invoke, :f :txn, :value [[:w :x 1] [:r :y nil]]}',
    'this txn has 2 operations',
  ],
])('%s of %j', async (model, text, message) => {
  const { status, stdout, stderr } = await labReading(text, 'check', '-', '--consistency', model);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('an option of linearizability', async () => {
  const path = `${folder}/own-write-missed.edn`;
  const { status, stderr } = await lab(
    'check',
    path,
    '--consistency',
    'causal',
    '--model',
    'register',
  );
  expect(status).toBe(2);
  expect(stderr).toContain(
    '--model is about linearizability: leave it out with --consistency causal',
  );
});
