/**
 * Naive reference models: what a value should be, said from the edits that have arrived and from who
 * had seen what when each was made. They know no dots, clocks or tombstones, and hold no matter
 * how edits are shipped.
 */
import { lookUp, same, sorted } from './plain.ts';
import type { EditNumber } from './replication/replica.ts';

/** An edit that was accepted, as an observer of the whole run recorded it. */
export interface EditRecord {
  readonly number: EditNumber;
  readonly node: string;
  readonly edit: unknown;
  /** The edits that had taken effect where it was made; sorted. */
  readonly seen: readonly EditNumber[];
}

/** Undefined where the value is right, or what it should be. */
export type Model = (value: unknown, arrived: readonly EditRecord[]) => string | undefined;

function model(rightValue: (arrived: readonly EditRecord[]) => unknown): Model {
  return (value, arrived) => {
    const right = rightValue(arrived);
    return same(value, right) ? undefined : JSON.stringify(right);
  };
}

const hadSeen = (later: EditRecord, earlier: EditRecord) => later.seen.includes(earlier.number);

/** The edits that no other of them had seen: the maximal ones under happens-before. */
function latest(edits: readonly EditRecord[]): readonly EditRecord[] {
  return edits.filter((one) => !edits.some((other) => hadSeen(other, one)));
}

export const sumModel = model((arrived) =>
  arrived.reduce((sum, { edit }) => sum + ((edit as { add?: number }).add ?? 0), 0),
);

const added = ({ edit }: EditRecord) => (edit as { add?: string }).add;
const removed = ({ edit }: EditRecord) => (edit as { remove?: string }).remove;

/** Everything that was ever added. */
export const growOnlyModel = model((arrived) =>
  sorted(arrived.flatMap((record) => added(record) ?? [])),
);

/** What was added, and removed by nobody. */
export const twoPhaseModel = model((arrived) => {
  const gone = arrived.map(removed);
  return sorted(arrived.flatMap((record) => added(record) ?? [])).filter(
    (element) => !gone.includes(element),
  );
});

/** What was added by an edit that no remove of it had seen: a concurrent add wins. */
export const addWinsModel = model((arrived) =>
  sorted(
    arrived.flatMap((add) => {
      const element = added(add);
      const isRemoved = arrived.some(
        (record) => removed(record) === element && hadSeen(record, add),
      );
      return element === undefined || isRemoved ? [] : [element];
    }),
  ),
);

interface AnyMapEdit {
  readonly key?: string;
  readonly add?: string;
  readonly remove?: string;
  readonly removeKey?: string;
}

/** The same under each key; a key without elements is not there. */
export const addWinsMapModel = model((arrived) => {
  const result = new Map<string, string[]>();
  for (const add of arrived) {
    const { key, add: element } = add.edit as AnyMapEdit;
    if (key === undefined || element === undefined) continue;
    const isRemoved = arrived.some((record) => {
      const { key: from, remove, removeKey } = record.edit as AnyMapEdit;
      const removes = removeKey === key || (from === key && remove === element);
      return removes && hadSeen(record, add);
    });
    if (!isRemoved) result.set(key, sorted([...(result.get(key) ?? []), element]));
  }
  return Object.fromEntries(result);
});

/** The sum of what no reset had seen. */
export const resetModel = model((arrived) =>
  arrived
    .filter((one) => !arrived.some((other) => isReset(other) && hadSeen(other, one)))
    .reduce((sum, { edit }) => sum + ((edit as { add?: number }).add ?? 0), 0),
);
const isReset = ({ edit }: EditRecord) => (edit as { reset?: true }).reset === true;

/** What was added, if every latest edit of it is an add: a concurrent remove wins. */
export const removeWinsModel = model((arrived) => {
  const about = (record: EditRecord) => added(record) ?? removed(record);
  return sorted(arrived.flatMap((record) => added(record) ?? [])).filter((element) =>
    latest(arrived.filter((record) => about(record) === element)).every(
      (record) => added(record) !== undefined,
    ),
  );
});

const written = ({ edit }: EditRecord) => (edit as { write: string }).write;

/** Every write that no other had seen. */
export const siblingsModel = model((arrived) => sorted(latest(arrived).map(written)));

/** One of them, whichever. */
export const oneOfLatestModel: Model = (value, arrived) => {
  const choice = latest(arrived).map(written);
  if (arrived.length === 0 ? value === null : choice.includes(value as string)) return undefined;
  return `one of ${JSON.stringify(choice)}`;
};

/** The same for each field. */
export const oneOfLatestFieldsModel: Model = (value, arrived) => {
  const fieldsOf = ({ edit }: EditRecord) => (edit as { set: Record<string, string> }).set;
  for (const field of sorted(arrived.flatMap((record) => Object.keys(fieldsOf(record))))) {
    const choice = latest(arrived.filter((record) => Object.hasOwn(fieldsOf(record), field))).map(
      (record) => fieldsOf(record)[field],
    );
    if (!choice.includes(lookUp(value as Record<string, string>, field))) {
      const [only] = choice;
      const right = choice.length === 1 ? JSON.stringify(only) : `one of ${JSON.stringify(choice)}`;
      return `${right} for ${field}`;
    }
  }
  return undefined;
};
