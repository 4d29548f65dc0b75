/** The scenarios of clocks, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const clocksWing: WingEntry = {
  id: 'clocks',
  title: 'Clocks: NTP, TrueTime and commit wait, leases, ids that sort by time',
  scenarios: [
    {
      id: 'clocks/commit-wait',
      asks: 'Spanner gives transactions timestamps from clocks that are a few ms wrong. How can a later transaction always have a later timestamp, and what does that cost?',
      load: () => import('./commit-wait.ts'),
    },
    {
      id: 'clocks/snapshot-reads',
      asks: 'A read takes no locks: it reads several shards at one timestamp, while transactions commit across them. Does it see all that was committed before, and each transaction whole?',
      load: () => import('./snapshot-reads.ts'),
    },
    {
      id: 'clocks/snowflake-fleet',
      asks: 'Generators make snowflake ids without asking one another. Are the ids unique, and do they sort by time?',
      load: () => import('./snowflake-fleet.ts'),
    },
    {
      id: 'clocks/clock-back',
      asks: 'NTP puts the clock of an id generator back. Does it refuse, wait, or go on as if the clock stood still, and does a restart in between make duplicates?',
      load: () => import('./clock-back.ts'),
    },
    {
      id: 'clocks/id-shards',
      asks: 'Rows are spread by id modulo the number of shards, and the service makes a few ids a second. Which shards get them?',
      load: () => import('./id-shards.ts'),
    },
    {
      id: 'clocks/ulid-order',
      asks: 'Do ULIDs sort in the order in which they were made, if several are made in one millisecond?',
      load: () => import('./ulid-order.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/clocks/clocks.ts')).clocks,
    killers: (await import('./killers.ts')).clocksKillers,
  }),
};
