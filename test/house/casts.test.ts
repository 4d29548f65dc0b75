/** Goal: a look-up that finds nothing says so at once; the files in which it does not are few, and say why. */
import { expect, test } from 'vitest';
import { silentCastsIn } from './casts.ts';
import { filesUnder } from './project-files.ts';

/**
 * Where silent casts stand, and why. In inner loops most are numbers out of typed arrays, by a place that the loop has
 * just bounded.
 */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'the queue of the kernel: every event of every run': ['src/kernel/event-queue.ts'],
  'arithmetic over arrays': ['src/statistics/'],
  'the search for a linearization': [
    'src/check/linearizability/configurations.ts',
    'src/check/linearizability/states.ts',
    'src/check/linearizability/wgl.ts',
  ],
  'states as rows of integers': [
    'src/explore/reachability.ts',
    'src/explore/search.ts',
    'src/explore/space.ts',
    'src/explore/successors.ts',
    'src/explore/tables.ts',
  ],
  'every keystroke of a text': [
    'sims/crdt/text/counted-list-changes.ts',
    'sims/crdt/text/counted-list.ts',
    'sims/crdt/text/origin-text.ts',
    'sims/crdt/text/rga.ts',
    'sims/crdt/text/runs/',
  ],
  'elements of any type, of which undefined may be one': [
    'src/explore/handlers.ts',
    'src/explore/plain.ts',
    'src/kernel/fifo.ts',
    'src/kernel/random.ts',
    'src/lab/diff.ts',
  ],
  'what is measured': ['test/bench/figures/'],
  'metrics of a scenario whose type is not known': [
    'test/sims/resilience/retry/contention.deep.ts',
  ],
};

test.each([
  'list[place] as Element',
  '(rows[at] as Row).cells',
  'names.get(key) as string',
  'lists[rows[at] as number]?.[0] as Element',
  'held.get(of(name)) as Name',
  "of('name').at(-1) as number",
])('%s is a silent cast', (text) => {
  expect(silentCastsIn(`\n${text};`)).toEqual([2]);
});

test.each([
  "must(list[place], 'element')",
  'list[place] as Element | undefined',
  '[first, second] as const',
  'return [first] as Element[]',
  'new Map([[1, 2]]) as Names',
  "body['name'] as string",
])('%s is not', (text) => {
  expect(silentCastsIn(text)).toEqual([]);
});

const files = filesUnder('src', 'sims', 'scenarios', 'test');
const withCasts = [...files]
  .filter(([path]) => !path.endsWith('.md') && !path.startsWith('test/house/casts'))
  .flatMap(([path, text]) => silentCastsIn(text).map((line) => `${path}:${line}`));
const allowed = Object.values(exceptions).flat();

test('no look-up is cast silently but in the exceptions', () => {
  expect(withCasts.filter((cast) => !allowed.some((path) => cast.startsWith(path)))).toEqual([]);
});

test('every exception is one', () => {
  expect(allowed.filter((path) => !withCasts.some((cast) => cast.startsWith(path)))).toEqual([]);
});
