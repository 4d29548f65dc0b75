/** Histories of random transactions, as a store with some isolation or none would make them. */

import type { Outcome, Step, Transaction } from '../../src/check/isolation/transaction.ts';
import { asEdn, type Value } from '../../src/check/linearizability/value.ts';
import { must } from '../../src/kernel/must.ts';
import {
  chance,
  pick,
  type RandomStream,
  randomInteger,
  shuffled,
} from '../../src/kernel/random.ts';

export interface Made {
  readonly objects: 'list' | 'register';
  /** `none`: each step acts on the shared store at once, also if its transaction is aborted. */
  readonly store: 'serial' | 'snapshot' | 'none';
  readonly transactions: number;
  readonly keys: number;
  readonly stepsMax: number;
  /** Does a last transaction read every list? */
  readonly endsWithReads: boolean;
  /** Registers are written with so many different values, if it is given: a read may be of several writes. */
  readonly values?: number;
  /** How often a transaction aborts, how often its end is unknown. */
  readonly troubles: number;
}

type Store = Map<string, Value>;

export function madeHistory(made: Made, random: RandomStream): Transaction[] {
  const plans = Array.from({ length: made.transactions }, () => plan(made, random));
  numberWrites(plans, made.values);
  const order = scheduleOf(made, plans, random);
  const versions: Store[] = [new Map()];
  const running = new Map<number, Running>();
  const ended: Transaction[] = [];
  for (const [at, id] of order.entries()) {
    const steps = must(plans[id], 'plan of the transaction');
    const open = running.get(id);
    if (open === undefined) {
      running.set(id, begin(at, versions, made, random));
    } else if (open.done.length < steps.length) {
      open.done.push(acted(must(steps[open.done.length], 'next step'), open.store));
    } else {
      ended.push(end(id, open, at, versions, made, random));
    }
  }
  if (made.endsWithReads) {
    const last = must(versions.at(-1), 'last version');
    const steps = keysOf(made).map((key): Step => acted({ f: 'read', key, value: null }, last));
    const at = order.length;
    ended.push({ ...blank, id: made.transactions, steps, calledAt: at, returnedAt: at + 1 });
  }
  return ended.sort((a, b) => a.id - b.id);
}

const blank = { process: 0, outcome: 'ok' as Outcome, line: undefined, returnLine: undefined };

function keysOf({ keys }: Made): string[] {
  return [...'xyzuv'].slice(0, keys);
}

function plan(made: Made, random: RandomStream): Step[] {
  const writes = made.objects === 'list' ? 'append' : 'write';
  return Array.from({ length: randomInteger(random, 1, made.stepsMax) }, () => ({
    f: pick(random, ['read', writes]),
    key: pick(random, keysOf(made)),
    value: null,
  }));
}

/** Each written value is written once, unless there are fewer. */
function numberWrites(plans: Step[][], values = Infinity): void {
  let last = 0;
  for (const steps of plans) {
    for (const [place, step] of steps.entries()) {
      if (step.f !== 'read') steps[place] = { ...step, value: 1 + (last++ % values) };
    }
  }
}

/** Whose turn it is: a transaction begins, does its steps and ends. */
function scheduleOf({ store }: Made, plans: readonly Step[][], random: RandomStream): number[] {
  const turns = plans.map((steps, id) => Array<number>(steps.length + 2).fill(id));
  return store === 'serial' ? shuffled(random, turns).flat() : shuffled(random, turns.flat());
}

interface Running {
  readonly calledAt: number;
  readonly version: number;
  readonly store: Store;
  readonly done: Step[];
}

function begin(at: number, versions: Store[], { store }: Made, random: RandomStream): Running {
  // A snapshot may be an old one.
  const isOld = store === 'snapshot' && chance(random, 0.2);
  const version = isOld ? randomInteger(random, 0, versions.length - 1) : versions.length - 1;
  const shared = must(versions[version], 'version of that number');
  return {
    calledAt: at,
    version,
    store: store === 'none' ? shared : new Map(shared),
    done: [],
  };
}

function acted(step: Step, store: Store): Step {
  const id = asEdn(step.key);
  const held = store.get(id) ?? null;
  if (step.f === 'read') return { ...step, value: held };
  if (step.f === 'write') store.set(id, step.value);
  else store.set(id, [...((held as readonly Value[]) ?? []), step.value]);
  return step;
}

function end(
  id: number,
  open: Running,
  at: number,
  versions: Store[],
  { store, troubles }: Made,
  random: RandomStream,
): Transaction {
  const now = must(versions.at(-1), 'last version');
  const base = must(versions[open.version], 'version of the snapshot');
  const own = open.done.flatMap(({ f, key }) => (f === 'read' ? [] : asEdn(key)));
  const conflicts =
    store !== 'none' &&
    own.some((key) => asEdn(now.get(key) ?? null) !== asEdn(base.get(key) ?? null));
  const isUnknown = chance(random, troubles);
  const commits = !conflicts && !chance(random, troubles);
  if (commits && store !== 'none') {
    versions.push(
      new Map([...now, ...own.map((key) => [key, open.store.get(key) ?? null] as const)]),
    );
  }
  const outcome: Outcome = isUnknown ? 'info' : commits ? 'ok' : 'fail';
  return {
    ...blank,
    ...{ id, process: id, outcome, steps: open.done, calledAt: open.calledAt },
    returnedAt: outcome === 'info' ? Infinity : at,
  };
}

/** With one read changed: another version of a list, or another number in a register. */
export function withOneReadChanged(
  transactions: readonly Transaction[],
  random: RandomStream,
): Transaction[] {
  const reads = transactions.flatMap(({ id, steps }) =>
    steps.flatMap((step, place) => (step.f === 'read' ? [{ id, place, value: step.value }] : [])),
  );
  if (reads.length === 0) return [...transactions];
  const { id, place } = pick(random, reads);
  const { value } = pick(random, reads);
  const changed =
    Array.isArray(value) && chance(random, 0.5) ? value.slice(0, value.length - 1) : value;
  return transactions.map((transaction) =>
    transaction.id !== id
      ? transaction
      : {
          ...transaction,
          steps: transaction.steps.with(place, {
            ...must(transaction.steps[place], 'step at the place'),
            value: changed,
          }),
        },
  );
}
