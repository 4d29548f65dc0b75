/**
 * Goal: the loader batches, keeps and fails as DataLoader does. Method: the same calls go to both, each with promises
 * around it, and what the database is asked and what each load gets are compared; first case by case, then for calls
 * that are drawn.
 */
import { fc, test as property } from '@fast-check/vitest';
import DataLoader from 'dataloader';
import { describe, expect, test } from 'vitest';
import { Loader, type Outcome } from '../../../sims/access/loader.ts';
import { accessRules } from '../../../sims/access/rules.ts';

/** What a batch of keys comes to: a value or an Error for each, or the failure of all. */
type Answers = (keys: readonly string[]) => readonly (string | Error)[] | Error;

interface Tried {
  load(key: string): Promise<string>;
  clear(key: string): void;
  prime(key: string, value: string): void;
}

interface Settings {
  readonly batchMax?: number;
  readonly cache?: boolean;
}

const ofEachKey: Answers = (keys) => keys.map((key) => `value of ${key}`);

function theirs(asked: string[][], answers: Answers, { batchMax, cache }: Settings): Tried {
  const batch = async (keys: readonly string[]) => {
    asked.push([...keys]);
    const all = answers(keys);
    if (all instanceof Error) throw all;
    return all;
  };
  return new DataLoader<string, string>(batch, {
    ...(batchMax === undefined ? {} : { maxBatchSize: batchMax }),
    ...(cache === undefined ? {} : { cache }),
  });
}

function ours(asked: string[][], answers: Answers, settings: Settings): Tried {
  const outcomeOf = (answer: string | Error): Outcome<string> =>
    answer instanceof Error ? { error: answer.message } : { value: answer };
  const loader = new Loader<string, string>(accessRules.without(), {
    ...settings,
    afterTurn: (dispatch) => {
      Promise.resolve().then(() => process.nextTick(dispatch));
    },
    batch: (keys, done) => {
      asked.push([...keys]);
      const all = answers(keys);
      const outcomes = all instanceof Error ? all.message : all.map(outcomeOf);
      Promise.resolve().then(() => done(outcomes));
    },
  });
  return {
    load: (key) =>
      new Promise((resolve, reject) => {
        loader.load(key, (outcome) => {
          if ('value' in outcome) resolve(outcome.value);
          else reject(new Error(outcome.error));
        });
      }),
    clear: (key) => loader.clear(key),
    prime: (key, value) => loader.prime(key, value),
  };
}

type Log = (what: string) => void;
type Script = (loader: Tried, log: Log) => Promise<unknown>;

const settled = async (load: Promise<string>): Promise<string> =>
  load.catch((failure: Error) => `error: ${failure.message}`);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Logs what a load comes to, when it does. */
const logged = (log: Log, name: string, load: Promise<string>) =>
  settled(load).then((answer) => log(`${name}: ${answer}`));

async function traceOf(make: typeof ours, script: Script, answers: Answers, settings: Settings) {
  const asked: string[][] = [];
  const lines: string[] = [];
  await script(make(asked, answers, settings), (line) => lines.push(line));
  await turn();
  // Which of two promises of one turn comes first is not promised.
  return { asked, lines, inOrder: [...lines].sort() };
}

async function bothTraces(script: Script, answers = ofEachKey, settings: Settings = {}) {
  const [their, own] = [
    await traceOf(theirs, script, answers, settings),
    await traceOf(ours, script, answers, settings),
  ];
  expect(own.asked).toEqual(their.asked);
  expect(own.inOrder).toEqual(their.inOrder);
  return { asked: own.asked, lines: own.inOrder, both: [own.lines, their.lines] };
}

/** All at once, each logged when it comes. */
const loads =
  (...keys: string[]): Script =>
  (loader, log) =>
    Promise.all(keys.map((key) => logged(log, key, loader.load(key))));

const oneByOne =
  (...scripts: Script[]): Script =>
  async (loader, log) => {
    for (const script of scripts) {
      await script(loader, log);
      await turn();
    }
  };

const failsFor =
  (...bad: string[]): Answers =>
  (keys) =>
    keys.map((key) => (bad.includes(key) ? new Error(`no ${key}`) : `value of ${key}`));

describe('batches', () => {
  test('loads of one turn are one batch, in the order of the loads', async () => {
    expect((await bothTraces(loads('b', 'a', 'c'))).asked).toEqual([['b', 'a', 'c']]);
  });

  test('more keys than a batch may have make several', async () => {
    const { asked } = await bothTraces(loads('a', 'b', 'c', 'd', 'e'), ofEachKey, { batchMax: 2 });
    expect(asked).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('a batch of one key is a query for each', async () => {
    expect((await bothTraces(loads('a', 'b'), ofEachKey, { batchMax: 1 })).asked).toHaveLength(2);
  });

  test('loads in callbacks of promises join the batch of their turn, however deep', async () => {
    const { asked } = await bothTraces(async (loader) => {
      const a = loader.load('a');
      await Promise.resolve()
        .then(() => {
          void loader.load('b');
        })
        .then(() => {
          const c = loader.load('c');
          return Promise.resolve().then(() => Promise.all([c, loader.load('d')]));
        });
      await a;
    });
    expect(asked).toEqual([['a', 'b', 'c', 'd']]);
  });

  test('a load that waits for another one is of the next batch', async () => {
    const { asked } = await bothTraces(async (loader) => {
      await loader.load('a');
      await loader.load('b');
    });
    expect(asked).toEqual([['a'], ['b']]);
  });
});

describe('what is kept', () => {
  test('a key is asked for once: in a batch, and in later ones', async () => {
    const { asked } = await bothTraces(oneByOne(loads('a', 'a', 'b'), loads('b', 'c', 'a')));
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  test('without a cache keys repeat, within a batch, too', async () => {
    const { asked } = await bothTraces(oneByOne(loads('a', 'a'), loads('a')), ofEachKey, {
      cache: false,
    });
    expect(asked).toEqual([['a', 'a'], ['a']]);
  });

  test('a key that was cleared is asked for again, and the others are not', async () => {
    const clears: Script = async (loader) => loader.clear('a');
    const { asked } = await bothTraces(oneByOne(loads('a', 'b'), clears, loads('a', 'b')));
    expect(asked).toEqual([['a', 'b'], ['a']]);
  });

  test('priming sets what is not known, and changes what is only after a clear', async () => {
    const { lines } = await bothTraces(async (loader, log) => {
      loader.prime('a', 'primed');
      await loads('a', 'b')(loader, log);
      loader.prime('b', 'ignored');
      await loads('b')(loader, log);
      loader.clear('b');
      loader.prime('b', 'new');
      await loads('b')(loader, log);
    });
    expect(lines).toEqual(['a: primed', 'b: new', 'b: value of b', 'b: value of b']);
  });

  test('a key that is known is answered with the batch of its turn, not before', async () => {
    let log: Log = () => undefined;
    const answers: Answers = (keys) => {
      log(`asks for ${keys}`);
      return ofEachKey(keys);
    };
    const script: Script = (loader, write) => {
      log = write;
      return oneByOne(loads('a'), loads('b', 'a'))(loader, write);
    };
    const { both } = await bothTraces(script, answers);
    for (const lines of both) {
      expect(lines.slice(0, 3)).toEqual(['asks for a', 'a: value of a', 'asks for b']);
      expect(lines).toHaveLength(5);
    }
  });
});

describe('failures', () => {
  test('a key may fail by itself, and stays failed until it is cleared', async () => {
    const clears: Script = async (loader) => loader.clear('a');
    const script = oneByOne(loads('a', 'b'), loads('a'), clears, loads('a'));
    const { asked, lines } = await bothTraces(script, failsFor('a'));
    expect(asked).toEqual([['a', 'b'], ['a']]);
    expect(lines.filter((line) => line === 'a: error: no a')).toHaveLength(3);
  });

  test('a batch that fails as a whole fails all its keys, and none of them is kept', async () => {
    const { asked } = await bothTraces(
      oneByOne(loads('a', 'b'), loads('a', 'b')),
      () => new Error('down'),
    );
    expect(asked).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  test('a list of another length than the keys fails all of them', async () => {
    const short: Answers = (keys) => keys.slice(1).map((key) => `value of ${key}`);
    for (const make of [theirs, ours]) {
      const { lines } = await traceOf(make, loads('a', 'b'), short, {});
      expect(lines.map((line) => line.slice(0, 9))).toEqual(['a: error:', 'b: error:']);
    }
  });
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ load: fc.constantFrom('a', 'b', 'c', 'd', 'e') }) },
  { weight: 1, arbitrary: fc.record({ clear: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 1, arbitrary: fc.record({ prime: fc.constantFrom('a', 'b', 'e') }) },
);

property.prop([
  fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 4 }),
  fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  fc.boolean(),
  fc.subarray(['a', 'b', 'c']),
])('calls that are drawn', async (turns, batchMax, cache, bad) => {
  const script: Script = async (loader, log) => {
    for (const steps of turns) {
      const waiting = steps.map((each) => {
        if ('clear' in each) return loader.clear(each.clear);
        if ('prime' in each) return loader.prime(each.prime, 'primed');
        return logged(log, each.load, loader.load(each.load));
      });
      await Promise.all(waiting);
      await turn();
    }
  };
  const settings = batchMax === undefined ? { cache } : { cache, batchMax };
  const [their, own] = [
    await traceOf(theirs, script, failsFor(...bad), settings),
    await traceOf(ours, script, failsFor(...bad), settings),
  ];
  expect(own.asked).toEqual(their.asked);
  expect(own.inOrder).toEqual(their.inOrder);
});
