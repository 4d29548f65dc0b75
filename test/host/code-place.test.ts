/** Goal: a pointer to code finds the whole of what it names, and so the rules that stand in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { codePlace, rulesIn } from '../../src/host/code-place.ts';
import { projectFolder } from '../../src/host/source.ts';

/** First and last line of the text that a pointer names. */
function ends(pointer: string): [string, string] {
  const { file, firstLine, lastLine } = codePlace(pointer);
  const lines = readFileSync(join(projectFolder, file), 'utf8').split('\n');
  return [lines[firstLine - 1] ?? '', lines[lastLine - 1] ?? ''];
}

describe('a pointer finds', () => {
  test.each([
    ['a function whose head has several lines', 'cache/server/lease.ts#grantLease', '}'],
    ['an expression below its head', 'estimation/availability/nines.ts#inParallel', '  1 - pow'],
    ['a private method', 'resilience/breaker/breaker.ts#admit', '  }'],
    ['a private method that is a process', 'traffic/queues/line.ts#giveUp', '  }'],
    ['a function in a function', 'traffic/balancing/balancer.ts#removeOnceDrained', '  }'],
    ['an object', 'traffic/queues/formulas.ts#servers', '});'],
  ])('%s', (_what, pointer, last) => {
    const name = pointer.split('#')[1] ?? '';
    const [first, end] = ends(`sims/${pointer}`);
    expect(first).toMatch(new RegExp(`\\b${name}\\b`));
    expect(end.startsWith(last)).toBe(true);
  });

  test('a function, not a field or a call of the same name before it', () => {
    expect(ends('sims/traffic/tail/caller.ts#requests')[0]).toContain('function* requests(');
    expect(ends('sims/traffic/queues/proxy.ts#client')[0]).toContain('*#client(number: number');
  });

  test('no name that the file does not declare', () => {
    expect(() => codePlace('sims/cache/relay.ts#receive')).toThrow('declares no receive');
  });
});

test('the rules in a function are those that stand between its first and its last line', () => {
  const rules = ['lease-hold-off', 'verify-lease'];
  const rulesOf = (name: string) =>
    rulesIn([codePlace(`sims/cache/server/lease.ts#${name}`)], rules);
  expect(rulesOf('grantLease')).toEqual(['lease-hold-off']);
  expect(rulesOf('redeemLease')).toEqual(['verify-lease']);
  expect(rulesOf('voidLease')).toEqual([]);
});

test('every pointer of a scenario finds its code, in the package as well', () => {
  const folder = join(projectFolder, 'scenarios');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const pointers = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap(
      (name) => readFileSync(join(folder, name), 'utf8').match(/'(sims|src)\/\S+#\w+'/g) ?? [],
    );
  expect(pointers.length).toBeGreaterThan(100);
  const { files: packed } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  for (const pointer of pointers) {
    const { file, firstLine } = codePlace(pointer.slice(1, -1));
    expect(firstLine).toBeGreaterThan(0);
    const isOfSims = file.startsWith('sims/') && !file.includes('/exploration/');
    expect([file, isOfSims || packed.includes(file)]).toEqual([file, true]);
  }
});

test('every scenario names code', async () => {
  for (const { load } of catalogue.entries) {
    const { id, code = [] } = (await load()).default;
    expect([id, code.length > 0]).toEqual([id, true]);
  }
});
