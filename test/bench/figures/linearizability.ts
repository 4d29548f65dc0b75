/** The linearizability checker beside the time that it may take. */
import { checkLinearizability } from '../../../src/check/linearizability/check.ts';
import { operationsOf } from '../../../src/check/linearizability/history.ts';
import { models } from '../../../src/check/linearizability/models.ts';
import { type Change, type HistoryOptions, randomHistory } from '../../support/random-history.ts';
import { type Figure, median, timeNs } from '../measure.ts';

const rounds = 7;

/** Checks the same histories again and again, from events to verdicts. */
function checking(allowedMs: number, options: HistoryOptions[], change?: Change): Figure {
  const histories = options.map((each) => randomHistory(each, change));
  const model = models.find(({ id }) => id === options[0]?.model);
  if (model === undefined) throw new Error('there is no such model');
  const verdicts = new Map<string, number>();
  const ms = Array.from({ length: rounds }, () => {
    verdicts.clear();
    return (
      timeNs(() => {
        for (const events of histories) {
          const { verdict } = checkLinearizability(operationsOf(events).operations, model);
          verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        }
      }) / 1e6
    );
  });
  const found = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  return {
    ratio: median(ms) / allowedMs,
    reference: `${allowedMs / 1000} s`,
    meaning: 'share of the time allowed',
    detail: `${median(ms).toFixed(1)} ms: ${found}`,
    atMost: 1,
  };
}

const small = (seed: number): HistoryOptions => ({
  seed: `${seed}`,
  model: 'cas-register',
  operations: 80,
  clients: 5,
  keys: 1,
  reads: 0.4,
  lost: 0.3,
});

const large: HistoryOptions = {
  seed: 'large',
  model: 'key-value',
  operations: 2_000,
  clients: 50,
  keys: 10,
  reads: 0.3,
  lost: 0,
};

const hundred = Array.from({ length: 100 }, (_, seed) => small(seed));

export const linearizabilityFigures: Record<string, () => Figure> = {
  'check-100-legal': () => checking(2_000, hundred),
  'check-100-illegal': () => checking(2_000, hundred, (value) => (Number(value) + 1) % 5),
  'check-2000-legal': () => checking(1_000, [large]),
  'check-2000-illegal': () => checking(1_000, [large], (value) => String(value).slice(0, -4)),
};
