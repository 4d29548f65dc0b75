/** What the resilience scenarios have in common. */
import { serviceFaultInWords, serviceFaultSchema } from '../../sims/resilience/faults.ts';
import type { System } from '../../sims/resilience/system.ts';
import type { Operations } from '../../src/lab/scenario.ts';

/** Spread into a scenario whose plan lets faults befall services. */
export const withServiceFaults = {
  operations: {
    schema: serviceFaultSchema,
    perform: (system, fault) => system.strike(fault),
    inWords: serviceFaultInWords,
  } satisfies Operations<System>,
};

/** `12.3%`; a dash where there is nothing to show. */
export function percent(share: number | undefined): string {
  return share === undefined || Number.isNaN(share) ? '—' : `${(share * 100).toFixed(1)}%`;
}

/** `12 ms`, `1.2 s`. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return '—';
  return ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** `12,345`: whole numbers with separators, others with one digit. */
export function number(value: number | undefined): string {
  if (value === undefined) return '—';
  const text = Number.isInteger(value) ? String(value) : value.toFixed(1);
  return text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
