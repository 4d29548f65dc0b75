/** Figures as the stories of Kafka tell them; a dash for what was not measured. */

export const rounded = (value: number | undefined): string =>
  value === undefined ? '—' : Math.round(value).toLocaleString('en-US');

export const inSeconds = (ms: number | undefined): string =>
  ms === undefined ? '—' : `${(ms / 1000).toFixed(1)} s`;

export const inMinutes = (ms: number | undefined): string =>
  ms === undefined ? '—' : `${(ms / 60_000).toFixed(1)} min`;

export const records = (count = 0): string =>
  count === 0 ? 'no record' : count === 1 ? 'one record' : `${rounded(count)} records`;
