/** What every way to check a history has in common: its flags, and what is wrong with them or with the history. */
import { HistoryError } from '../check/linearizability/history.ts';
import type { Value } from '../check/linearizability/value.ts';
import { InputError } from '../lab/input-error.ts';
import { valueFromEdn } from '../tools/check/edn.ts';
import { shown } from '../words/shown.ts';
import { choice } from './choice.ts';
import type { InputFlags, SecondsFlags } from './limits.ts';

export interface CheckFlags extends InputFlags, SecondsFlags {
  readonly consistency?: string;
  readonly model?: string;
  readonly initial?: string;
  readonly nilReads?: string;
  readonly failed?: string;
  readonly independent: boolean;
  readonly budget: string;
  readonly searchMibMax: string;
  readonly operationsMax: string;
  readonly json: boolean;
}

export function triesFrom(budget: string): number {
  const triesMax = Number(budget.replaceAll(/[_,]/g, ''));
  if (triesMax >= 1) return triesMax;
  throw new InputError(`--budget must be a number of tries from 1, not "${budget}".`);
}

export function nilReadsFrom({ nilReads }: CheckFlags): 'unknown' | 'absent' | undefined {
  return choice('way to take nil reads', nilReads, ['unknown', 'absent']);
}

export function initialFrom({ initial }: CheckFlags): Value | undefined {
  if (initial === undefined) return undefined;
  try {
    return valueFromEdn(initial);
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    throw new InputError(`--initial must be one value in EDN, such as 0 or "a": ${error.reason}.`);
  }
}

/** What is wrong with a history is for the user to repair. */
export async function asInput<Result>(
  source: string,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    const where = error.line === undefined ? '' : `, line ${error.line}`;
    const name = source === '-' ? 'standard input' : source;
    throw new InputError(`${name}${where}: ${shown(error.reason)}.`);
  }
}
