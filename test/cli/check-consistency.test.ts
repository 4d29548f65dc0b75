/**
 * Goal: `lab check --consistency` tells a cycle as a story, in words and as JSON, with an exit status
 * for each verdict, and refuses what is no history of transactions.
 * Method: the command in this process, on the examples and on short texts.
 */
import { describe, expect, test } from 'vitest';
import { lab, labReading } from '../support/lab-process.ts';

const folder = 'src/tools/check/examples/transactions';
const skew = `${folder}/write-skew.edn`;

describe.concurrent('verdicts', () => {
  test('the level holds: exit 0, with what it allows', async () => {
    const { status, stdout } = await lab('check', skew, '--consistency', 'snapshot');
    expect(status).toBe(0);
    expect(stdout).toContain('2 transactions of 2 processes on 2 objects; 2 committed, 0 aborted');
    expect(stdout).toContain('\nSNAPSHOT ISOLATION  the history contradicts it nowhere\n');
    expect(stdout).toContain('Found, and allowed by this level: G2-item, write skew');
  });

  test('it does not: exit 1, with a story', async () => {
    const { status, stdout } = await lab('check', skew, '--consistency', 'serializable');
    expect(status).toBe(1);
    expect(stdout.slice(stdout.indexOf('NOT'))).toBe(`NOT SERIALIZABLE  G2-item

G2-item  write skew: a cycle with two reads in a row that missed a write
  T1  process 0  [:r :x nil] [:append :y 1]  lines 2-4
  T2  process 1  [:r :y nil] [:append :x 2]  lines 3-5
  - T1 before T2: T1 read the initial version of :x, and T2 wrote version 2 after it (rw)
  - T2 before T1: T2 read the initial version of :y, and T1 wrote version 1 after it (rw)
`);
  });

  test('nothing depends on anything: exit 3', async () => {
    const { status, stdout } = await labReading(
      '{:type :ok, :value [[:append :x 1]]}',
      ...['check', '-', '--consistency', 'serializable'],
    );
    expect(status).toBe(3);
    expect(stdout).toContain('\nUNKNOWN  no transaction is known to depend on another');
  });

  test('JSON', async () => {
    const path = `${folder}/lost-update.jsonl`;
    const { status, stdout } = await lab('check', path, '--consistency', 'snapshot', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      consistency: 'snapshot',
      verdict: 'not-snapshot',
      weakestLevelBroken: 'snapshot',
      committed: 2,
      anomalies: [{ kind: 'lost-update', key: 'stock', transactions: [{ line: 1 }, { line: 2 }] }],
      allowedAnomalies: [
        {
          kind: 'G2-item',
          cycle: [
            { from: 'T1', to: 'T2', dependency: 'rw', version: 10, nextVersion: 8 },
            { from: 'T2', to: 'T1', dependency: 'rw', version: 10, nextVersion: 9 },
          ],
        },
      ],
      notTold: { unorderedObjects: 0, unwrittenValues: 1, ambiguousValues: 0 },
    });
  });

  test('what the history does not tell', async () => {
    const history = `{:type :ok, :process 0, :value [[:w :x 1]]}
{:type :ok, :process 1, :value [[:w :x 2] [:w :y 1]]}
{:type :ok, :process 2, :value [[:r :x 1] [:w :y 1]]}`;
    const { status, stdout } = await labReading(
      history,
      ...['check', '-', '--consistency', 'serializable'],
    );
    expect(status).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'does not tell the whole order of versions of 1 object; which write a read of 1 value saw',
    );
  });
});

describe.concurrent('bad input', () => {
  const txn = (value: string, type = 'ok') => `{:process 0, :type :${type}, :value ${value}}`;
  test.each([
    [
      'serialisable',
      txn('[]'),
      'There is no consistency model or isolation level "serialisable". Did you mean "serializable"?',
    ],
    [
      'snapshots',
      txn('[]'),
      'Did you mean "snapshot"? There are, of single operations: linearizable, sequential,',
    ],
    ['snapshot', txn('5'), 'line 1: ok txn 5 is not a transaction'],
    [
      'snapshot',
      txn('[[:cas :x 1]]'),
      'is [:r key value], [:w key value] or [:append key value], and not [:cas',
    ],
    ['snapshot', txn('[[:r :x]]'), 'and not [:r :x]'],
    ['snapshot', txn('[[:append :x]]', 'invoke'), 'and not [:append :x]'],
    [
      'snapshot',
      `${txn('[[:w :x 1]]')}\n${txn('[[:append :x 2]]')}`,
      'line 1: :x is written here and appended to in line 2',
    ],
    [
      'snapshot',
      `${txn('[[:append :x 2]]')}\n${txn('[[:append :x 2]]')}`,
      'line 2: 2 is appended to :x again, after line 1',
    ],
    [
      'snapshot',
      `${txn('[[:append :x 2]]')}\n${txn('[[:r :x 2]]')}`,
      'line 2: :x is appended to, so a read of it gives a list, and not 2',
    ],
    [
      'snapshot',
      `${txn('[]', 'invoke')}\n${txn('[]', 'invoke')}`,
      'line 2: process 0 invokes a transaction while its other one, in line 1,',
    ],
    ['snapshot', 'nothing', 'this is not a history'],
  ])('%s of %j', async (level, text, message) => {
    const { status, stdout, stderr } = await labReading(text, 'check', '-', '--consistency', level);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('an option of linearizability', async () => {
    const { status, stderr } = await lab(
      'check',
      skew,
      '--consistency',
      'snapshot',
      '--nil-reads',
      'absent',
    );
    expect(status).toBe(2);
    expect(stderr).toContain('--nil-reads is about linearizability: leave it out');
  });

  test('without --consistency, which levels there are', async () => {
    const { status, stderr } = await lab('check', skew);
    expect(status).toBe(2);
    expect(stderr).toContain(
      'Say which isolation level to check it for: --consistency read-uncommitted, read-committed, snapshot',
    );
  });
});
