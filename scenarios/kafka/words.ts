/** Figures in the stories of Kafka; a dash for what was not measured. */
import { rounded } from '../../src/words/numbers.ts';

export const inMinutes = (ms: number | undefined): string =>
  ms === undefined ? '—' : `${(ms / 60_000).toFixed(1)} min`;

export const records = (count = 0): string =>
  count === 0 ? 'no record' : count === 1 ? 'one record' : `${rounded(count)} records`;
