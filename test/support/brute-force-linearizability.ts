/**
 * The oracle for the linearizability checker: every order of the operations is tried, one by one.
 * It shares nothing with the checker: its objects are written down once more, as plainly as can be.
 */
import type { Operation } from '../../src/check/linearizability/history.ts';
import type { Value } from '../../src/check/linearizability/value.ts';

/**
 * What one operation makes of an object: the state afterwards; undefined where it cannot have had
 * that result. States are written as JSON texts.
 */
export type Specification = (state: string, operation: Operation) => string | undefined;

export interface ObjectToCheck {
  readonly initial: string;
  readonly after: Specification;
}

/** Is there an order that fits? O(n!) */
export function isLinearizable(
  operations: readonly Operation[],
  { initial, after }: ObjectToCheck,
): boolean {
  const search = (left: readonly Operation[], state: string): boolean => {
    if (left.every(({ returnedAt }) => returnedAt === Infinity)) return true;
    return left.some((next) => {
      // Whoever returned before another was called comes before it.
      if (left.some(({ returnedAt }) => returnedAt < next.calledAt)) return false;
      const result = after(state, next);
      return (
        result !== undefined &&
        search(
          left.filter((other) => other !== next),
          result,
        )
      );
    });
  };
  return search(operations, initial);
}

/**
 * The first return at which the history, cut off right after it, is not linearizable. Of what is
 * still open there the result is known all the same.
 */
export function firstImpossibleReturn(
  operations: readonly Operation[],
  object: ObjectToCheck,
): number | undefined {
  const returns = operations.map(({ returnedAt }) => returnedAt).filter(Number.isFinite);
  const cut = (end: number) =>
    operations
      .filter(({ calledAt }) => calledAt <= end)
      .map((operation) =>
        operation.returnedAt <= end ? operation : { ...operation, returnedAt: Infinity },
      );
  return returns.sort((a, b) => a - b).find((end) => !isLinearizable(cut(end), object));
}

const known = ({ output }: Operation) => output !== undefined;
const json = (value: Value | undefined) => JSON.stringify(value ?? null);

/** Of a register, nil is a value like any other. */
export const registerObject: ObjectToCheck = {
  initial: 'null',
  after: (state, operation) => {
    const { f, input, output } = operation;
    if (f === 'write') return json(input);
    if (f === 'read') return !known(operation) || state === json(output) ? state : undefined;
    const [from, to] = input as [Value, Value];
    if (operation.refused) return state === json(from) ? undefined : state;
    return state === json(from) ? json(to) : undefined;
  },
};

export const textObject: ObjectToCheck = {
  initial: '""',
  after: (state, operation) => {
    const { f, input, output } = operation;
    if (f === 'put') return json(input);
    if (f === 'append') return json(JSON.parse(state) + input);
    return !known(operation) || state === json(output) ? state : undefined;
  },
};

export const queueObject: ObjectToCheck = {
  initial: '[]',
  after: (state, operation) => {
    const elements = JSON.parse(state);
    if (operation.f === 'enqueue') return JSON.stringify([...elements, operation.input]);
    const head = elements.shift() ?? null;
    if (known(operation) && head !== operation.output) return undefined;
    return JSON.stringify(elements);
  },
};

export const mutexObject: ObjectToCheck = {
  initial: 'free',
  after: (state, { f }) => {
    const [before, afterwards] = f === 'acquire' ? ['free', 'held'] : ['held', 'free'];
    return state === before ? afterwards : undefined;
  },
};

export const counterObject: ObjectToCheck = {
  initial: '0',
  after: (state, operation) => {
    if (operation.f === 'add') return String(Number(state) + Number(operation.input));
    return !known(operation) || state === String(operation.output) ? state : undefined;
  },
};

/** A list that does not exist reads as nil. */
export const listObject: ObjectToCheck = {
  initial: '[]',
  after: (state, operation) => {
    if (operation.f === 'append') return JSON.stringify([...JSON.parse(state), operation.input]);
    return !known(operation) || state === json(operation.output ?? []) ? state : undefined;
  },
};

export const setObject: ObjectToCheck = {
  initial: '[]',
  after: (state, operation) => {
    const elements: number[] = JSON.parse(state);
    if (operation.f === 'read') {
      const seen = [...((operation.output ?? []) as number[])].sort();
      return !known(operation) || JSON.stringify(seen) === state ? state : undefined;
    }
    const others = elements.filter((element) => element !== operation.input);
    const changed = operation.f === 'add' ? [...others, operation.input as number] : others;
    return JSON.stringify(changed.sort());
  },
};
