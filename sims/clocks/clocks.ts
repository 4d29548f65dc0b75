/** Clocks as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import { clocksInvariants } from './invariants.ts';
import { clocksNotes } from './notes.ts';
import { type ClocksRule, clocksRules } from './rules.ts';
import { viewOf } from './view.ts';

/** An arrow is labelled with what its request asks for; list replies are routine. */
function messageInWords(message: unknown): string | undefined {
  if (typeof message === 'string' || typeof message === 'number') return String(message);
  if (typeof message !== 'object' || message === null || !('do' in message)) return undefined;
  const { do: verb, ...rest } = message as { readonly do: string };
  const details = Object.entries(rest).flatMap(([name, value]) =>
    value === null || typeof value === 'object' ? [] : [`${name} ${value}`],
  );
  return [verb, ...details].join(' ');
}

export const clocks: Sim<ClocksRule> = {
  id: 'clocks',
  title: 'Clocks: NTP, TrueTime and commit wait, leases, ids that sort by time',
  about:
    'Each machine has its own clock, which drifts, is set by NTP, and is never exactly the true time. ' +
    'Anything built on it is only as reliable as the bound on its error: ' +
    'commit timestamps, leases, timeouts, and time-based ids.',
  sources: [
    'RFC 5905, Network Time Protocol Version 4, 2010',
    'Corbett et al., Spanner: Google’s Globally-Distributed Database, OSDI 2012',
    'Twitter, Snowflake, 2010',
    'RFC 9562, Universally Unique IDentifiers, 2024',
  ],
  rules: clocksRules,
  invariants: clocksInvariants,
  files: [
    'ids/notes.ts',
    'truetime/notes.ts',
    'lease/notes.ts',
    'ntp/notes.ts',
    'order/notes.ts',
    'uncertainty/notes.ts',
    'notes.ts',
    'subject.ts',
    'ids/layout.ts',
    'ids/laws.ts',
    'ids/rules.ts',
    'ids/snowflake.ts',
    'ids/parts.ts',
    'ids/registry.ts',
    'ids/generator.ts',
    'ids/cluster.ts',
    'ids/text.ts',
    'truetime/laws.ts',
    'truetime/rules.ts',
    'truetime/interval.ts',
    'truetime/parts.ts',
    'truetime/shard.ts',
    'truetime/cluster.ts',
    'lease/laws.ts',
    'ntp/laws.ts',
    'ntp/subject.ts',
    'order/rules.ts',
    'order/stamper.ts',
    'order/laws.ts',
    'uncertainty/laws.ts',
    'invariants.ts',
    'lease/rules.ts',
    'ntp/rules.ts',
    'uncertainty/rules.ts',
    'rules.ts',
    'view.ts',
    'ids/ulid.ts',
    'ids/length.ts',
    'lease/holder.ts',
    'ntp/exchange.ts',
    'ntp/intersection.ts',
    'ntp/server.ts',
    'ntp/bounded-clock.ts',
    'ntp/discipline.ts',
    'ntp/timeout.ts',
    'uncertainty/read-transaction.ts',
    'uncertainty/range.ts',
    'uncertainty/cluster.ts',
    'ids/bloom-filter.ts',
    'ids/uuid.ts',
    'ids/key-pool.ts',
  ],
  notes: clocksNotes,
  arrowText: messageInWords,
  view: viewOf,
};
