/**
 * Which object an operation is about: its `:key`, or, in the manner of jepsen.independent, the first
 * of the pair `[key value]` that is its value.
 */
import { HistoryError, type Operation } from './history.ts';
import { isPair } from './value.ts';

/** Functions whose invocation carries no value but the key. */
const reads = ['read', 'get'];

/**
 * Are all values pairs of key and value? That is sure where every read is invoked with `[key nil]`,
 * or every cas with `[key [old new]]`.
 */
export function hasKeysInValues(operations: readonly Operation[]): boolean {
  if (operations.some(({ key, input }) => key !== undefined || !isPair(input))) return false;
  const telling = operations.filter(({ f }) => reads.includes(f) || f === 'cas');
  return telling.length > 0 && telling.every(carriesKey);
}

function carriesKey({ f, input }: Operation): boolean {
  if (!isPair(input)) return false;
  return f === 'cas' ? isPair(input[1]) : input[1] === null;
}

/**
 * The same operations, each with its key taken out of its value. Throws HistoryError for a value
 * that is no pair.
 */
export function withKeysFromValues(operations: readonly Operation[]): Operation[] {
  return operations.map((operation) => {
    const { input, output, f, line } = operation;
    if (!isPair(input))
      throw new HistoryError(line, `the value of this ${f} is no pair [key value]`);
    const [key, value] = input;
    return { ...operation, key, input: value, output: isPair(output) ? output[1] : output };
  });
}
