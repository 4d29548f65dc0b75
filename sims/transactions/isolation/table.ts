/** Which anomalies each level shows, over every order of the statements of every test. */
import { pick, type RandomStream } from '../../../src/kernel/random.ts';
import { type AnomalyId, anomalyIds, type Cell, hermitage } from './hermitage.ts';
import { everyOrder } from './interleaving.ts';
import type { LevelId } from './level.ts';
import type { IsolationRules } from './rules.ts';

export interface LevelRow {
  readonly level: LevelId;
  readonly cells: Readonly<Record<AnomalyId, Cell>>;
  /** Orders that were tried, and orders that show the anomaly. */
  readonly orders: number;
  readonly shown: number;
  /** Transactions that failed, and transactions that would wait for ever. */
  readonly failures: number;
  readonly waiting: number;
}

/** The result of each test. */
interface Tried {
  readonly kind: 'tried';
  readonly test: string;
  readonly level: LevelId;
  readonly orders: number;
  readonly shown: number;
  /** One of the orders that show it. */
  readonly example: string;
}

/** O(orders x statements): some 900 orders. */
export function tableRow(
  level: LevelId,
  rules: IsolationRules,
  stream: RandomStream,
  tell: (tried: Tried) => void,
): LevelRow {
  const seen = new Map<AnomalyId, Cell>();
  const all = { orders: 0, shown: 0, failures: 0, waiting: 0 };
  for (const { anomaly, variant, program, isShown } of hermitage) {
    const before = { ...all };
    const examples: (readonly number[])[] = [];
    for (const outcome of everyOrder(program, level, rules)) {
      all.orders += 1;
      for (const end of outcome.ends) {
        if (end === 'waits') all.waiting += 1;
        else if (end !== 'committed' && end !== 'rolled back') all.failures += 1;
      }
      if (!isShown(outcome)) continue;
      all.shown += 1;
      examples.push(outcome.order);
      const isByWrite = variant === 'write predicate' && seen.get(anomaly) !== 'possible';
      seen.set(anomaly, isByWrite ? 'only with writes' : 'possible');
    }
    const test = variant === undefined ? anomaly : `${anomaly} (${variant})`;
    const [orders, shown] = [all.orders - before.orders, all.shown - before.shown];
    const example = examples.length === 0 ? [] : pick(stream, examples);
    tell({ kind: 'tried', test, level, orders, shown, example: inWords(example) });
  }
  const cells = anomalyIds.map((id) => [id, seen.get(id) ?? 'prevented']);
  return { level, cells: Object.fromEntries(cells) as Record<AnomalyId, Cell>, ...all };
}

const inWords = (order: readonly number[]): string => order.map((of) => `T${of + 1}`).join(' ');
