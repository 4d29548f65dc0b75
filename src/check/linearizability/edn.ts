/** Events and values in EDN, as Jepsen and Knossos write them: one map for each event. */
import { parseEDNString } from 'edn-data';
import type { Form } from './forms.ts';
import { HistoryError } from './history.ts';
import type { Value } from './value.ts';

/** The value of a form. Throws HistoryError. */
export function valueFromEdn({ plain, line }: Form): Value {
  try {
    const options = { listAs: 'array', symbolAs: 'string', charAs: 'string' } as const;
    return fromParser(parseEDNString(plain, options));
  } catch (error) {
    if (error instanceof HistoryError) throw error;
    throw new HistoryError(line, `this is no EDN: ${(error as Error).message}`);
  }

  function fromParser(parsed: unknown): Value {
    if (Array.isArray(parsed)) return parsed.map(fromParser);
    if (typeof parsed === 'bigint') return narrow(parsed);
    if (typeof parsed !== 'object' || parsed === null) return parsed as Value;
    if ('key' in parsed) return { keyword: String(parsed.key) };
    if ('set' in parsed) return { set: (parsed.set as unknown[]).map(fromParser) };
    if ('map' in parsed) {
      const entries = parsed.map as [unknown, unknown][];
      return { map: entries.map(([key, value]) => [fromParser(key), fromParser(value)] as const) };
    }
    throw new HistoryError(line, 'a history has no such value');
  }
}

/** As a number, where that is exact. */
function narrow(value: bigint): Value {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
