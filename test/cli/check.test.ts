/**
 * Goal: `lab check` says whether a history is linearizable, in words and as JSON, with an exit status
 * for each verdict, and refuses what is no history.
 * Method: the command in this process; that a process reads its standard input, in lab.test.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lab } from '../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** After Knossos' rethink-fail-minimal: the value can be 0 or 4, and never 3. */
const bad = file(
  'bad.edn',
  `[{:process 0, :type :invoke, :f :write, :value 0}
 {:process 0, :type :ok, :f :write, :value 0}
 {:process 1, :type :invoke, :f :read, :value nil}
 {:process 2, :type :invoke, :f :write, :value 4}
 {:process 1, :type :ok, :f :read, :value 3}
 {:process 2, :type :ok, :f :write, :value 4}
 {:process 3, :type :invoke, :f :read, :value nil}
 {:process 3, :type :ok, :f :read, :value 4}]
`,
);

const good = file(
  'good.jsonl',
  `{"process":0,"type":"invoke","f":"put","key":"x","value":"a"}
{"process":1,"type":"invoke","f":"get","key":"x"}
{"process":1,"type":"ok","f":"get","key":"x","value":"ab"}
{"process":"nemesis","type":"info","f":"heal"}
{"process":2,"type":"invoke","f":"get","key":"y","value":null}
{"process":2,"type":"ok","f":"get","key":"y","value":""}
{"process":3,"type":"invoke","f":"append","key":"x","value":"b"}
`
    .split('\n')
    // The append comes first, since the read has seen it.
    .toSorted((a, b) => Number(b.includes('append')) - Number(a.includes('append')))
    .join('\n'),
);

const lostWrite = file(
  'lost-write.edn',
  `{:process 0, :type :invoke, :f :write, :value 1}
{:process 0, :type :ok, :f :write, :value 1}
{:process 1, :type :invoke, :f :read, :value nil}
{:process 1, :type :ok, :f :read, :value nil}
`,
);

describe.concurrent('verdicts', () => {
  test('linearizable: exit 0, with what was counted, and the model that was guessed', async () => {
    const { status, stdout, stderr } = await lab('check', good);
    expect([status, stderr]).toEqual([
      0,
      'no --model given: key-value fits its operations (append, put, get)\n',
    ]);
    expect(stdout).toContain('4 operations of 4 processes on 2 keys; 2 pending');
    expect(stdout).toContain('\nLINEARIZABLE ');
  });

  test('not linearizable: exit 1, with the longest prefix and what has no place', async () => {
    const { status, stdout } = await lab('check', bad, '--model', 'cas-register');
    expect(status).toBe(1);
    expect(stdout.slice(stdout.indexOf('NOT'))).toBe(
      `NOT LINEARIZABLE  it is not, from line 5 on

The longest linearizable prefix ends just before. One order for it, 1 operation:
  process 0  write 0  lines 1-2

No order that fits all that returned before has a place for:
  process 1  read 3  lines 3-5
  Whatever the order, it holds 4 or 0 by then.
Also open then, and in no place in that order:
  process 2  write 4  lines 4-6
`,
    );
  });

  test('unknown: exit 3', async () => {
    const { status, stdout } = await lab('check', bad, '--model', 'register', '--budget', '1');
    expect(status).toBe(3);
    expect(stdout).toContain('UNKNOWN  the budget ran out');
  });

  test('--json has the same as data', async () => {
    const { status, stdout } = await lab('check', bad, '--model', 'register', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'edn',
      model: 'register',
      verdict: 'not-linearizable',
      operations: 4,
      processes: 4,
      pending: 0,
      keys: [{ key: null, operations: 4, verdict: 'not-linearizable' }],
      violation: {
        line: 5,
        prefix: [{ process: 0, f: 'write', input: 0, line: 1, returnLine: 2 }],
        cannotBePlaced: { process: 1, f: 'read', output: 3, does: 'read 3' },
        statesByThen: ['holds 4', 'holds 0'],
      },
    });
  });

  test('a read of nil is taken as Jepsen takes it, and the reader is told if that matters', async () => {
    const lenient = await lab('check', lostWrite, '--model', 'register');
    expect(lenient.status).toBe(0);
    expect(lenient.stdout.replaceAll('\n', ' ')).toContain(
      'If nil says that nothing was there, this history is not linearizable: see --nil-reads absent.',
    );
    const strict = await lab('check', lostWrite, '--nil-reads', 'absent');
    expect(strict.status).toBe(1);
  });

  test('a history of the nemesis alone is linearizable', async () => {
    const nobody = file('nobody.edn', '{:process :nemesis, :type :info, :f :start}');
    const { status, stdout } = await lab('check', nobody);
    expect([status, stdout]).toEqual([0, expect.stringContaining('no client operation is in it')]);
  });

  test('a failed cas can be definite, and the reader is told if that matters', async () => {
    const path = 'src/tools/check/examples/jepsen.log';
    const lenient = await lab('check', path, '--model', 'cas-register', '--initial', '2');
    expect(lenient.status).toBe(0);
    const refused = file(
      'refused.edn',
      '{:process 0 :type :invoke :f :cas :value [1 2]}\n{:process 0 :type :fail :f :cas :value [1 2]}',
    );
    const { status, stdout } = await lab('check', refused, '--initial', '1');
    expect(status).toBe(0);
    expect(stdout.replaceAll('\n', ' ')).toContain('not linearizable: see --failed definite.');
    expect((await lab('check', refused, '--initial', '1', '--failed', 'definite')).status).toBe(1);
  });

  test('control characters of the input are shown escaped', async () => {
    const path = file(
      'escape.edn',
      '{:process 0 :type :invoke :f :write :value "\u009b31m"}\n{:process 0 :type :ok :f :write :value "\u009b31m"}\n{:process 0 :type :invoke :f :read}\n{:process 0 :type :ok :f :read :value "\u202e"}',
    );
    const { status, stdout } = await lab('check', path);
    expect(status).toBe(1);
    expect(stdout).not.toMatch(/[\u009b\u202e]/);
    expect(stdout).toContain('read "\\u202e"');
  });

  test('what was there before can be said', async () => {
    const path = file(
      'read-7.edn',
      '{:process 0 :type :invoke :f :read}\n{:process 0 :type :ok :f :read :value 7}',
    );
    expect((await lab('check', path, '--model', 'register')).status).toBe(1);
    expect((await lab('check', path, '--model', 'register', '--initial', '7')).status).toBe(0);
  });
});

describe.concurrent('bad input', () => {
  const cut = file('cut.edn', '{:process 0, :type :invoke, :f :read}\n{:process 0, :ty');
  const txn = file('txn.edn', '{:process 0, :type :invoke, :f :txn, :value [[:r 1 nil] [:w 2 1]]}');
  const other = file('other.edn', '{:process 0, :type :invoke, :f :fly}');
  test.each([
    [['check', cut], 'cut.edn, line 2: the map that opens with "{" is never closed'],
    [['check', bad, '--model', 'cas'], 'There is no model "cas". Did you mean "cas-register"?'],
    [['check', bad, '--model', 'queue'], 'bad.edn, line 1: the model queue knows no write'],
    [['check', txn], 'txn.edn, line 1: this txn has 2 operations'],
    [['check', other], 'Which model? Say --model name: no model has all of its operations (fly)'],
    [['check', bad, '--failed', 'maybe'], 'There is no way to take a failed cas "maybe"'],
    [['check', bad, '--budget', 'much'], '--budget must be a number of tries from 1'],
    [['check', bad, '--nil-reads', 'maybe'], 'There is no way to take nil reads "maybe"'],
    [
      ['check', bad, '--model', 'register', '--initial', '(1'],
      '--initial must be one value in EDN, such as 0 or "a": the list that',
    ],
    [['check', bad, '--model', 'register', '--initial', '1 2'], '--initial must be one value'],
    [['check', '/no/such/file'], 'cannot be read: there is no such file'],
    [['check'], 'check needs <history>.'],
  ])('%j', async (words, message) => {
    const { status, stdout, stderr } = await lab(...words);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect([status, stdout]).toEqual([2, '']);
  });
});
