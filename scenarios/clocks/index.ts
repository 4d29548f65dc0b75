/** The scenarios of clocks, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const clocksWing: WingEntry = {
  id: 'clocks',
  title: 'Clocks: NTP, TrueTime and commit wait, leases, ids that sort by time',
  scenarios: [
    {
      id: 'clocks/external-consistency',
      asks: 'Spanner takes timestamps from clocks that are a few ms wrong. How can a later transaction always get a later timestamp, and what does that cost?',
      load: () => import('./external-consistency.ts'),
    },
    {
      id: 'clocks/snapshot-reads',
      asks: 'A read takes no locks: it reads several shards at one timestamp while transactions commit across them. Does it see everything committed before, and each transaction as a whole?',
      load: () => import('./snapshot-reads.ts'),
    },
    {
      id: 'clocks/truetime-sawtooth',
      asks: 'A clock drifts by up to 200 microseconds a second and is synchronised every 30 s, with one wrong server among four. How far off can it be, and how does it know?',
      load: () => import('./truetime-sawtooth.ts'),
    },
    {
      id: 'clocks/uncertain-reads',
      asks: 'CockroachDB does not wait at a commit. How does a read see a write that has ended if the writer’s clock was ahead, and how often must it read again?',
      load: () => import('./uncertain-reads.ts'),
    },
    {
      id: 'clocks/runaway-clock',
      asks: 'One node’s clock runs away. Does the node notice before reads miss its writes?',
      load: () => import('./runaway-clock.ts'),
    },
    {
      id: 'clocks/leader-lease',
      asks: 'A leader’s lease ends at a time of day, and the next leader begins then. How far must both keep away from that time, and what happens if NTP puts a clock back during the lease?',
      load: () => import('./leader-lease.ts'),
    },
    {
      id: 'clocks/skew-inversions',
      asks: 'Two clocks in one data centre differ by a few ms. How many messages are stamped before their cause, and which clocks prevent that?',
      load: () => import('./skew-inversions.ts'),
    },
    {
      id: 'clocks/asymmetric-path',
      asks: 'NTP assumes that half of the round trip is the way back. How wrong is a clock if the two ways differ, and does polling more often help?',
      load: () => import('./asymmetric-path.ts'),
    },
    {
      id: 'clocks/slew-and-step',
      asks: 'A clock is ahead. Is it put back at once, or slowed down until it is right, and how long does that take?',
      load: () => import('./slew-and-step.ts'),
    },
    {
      id: 'clocks/timeout-over-step',
      asks: 'The time of day is set while a timeout runs. How long does the timeout take?',
      load: () => import('./timeout-over-step.ts'),
    },
    {
      id: 'clocks/snowflake-id',
      asks: 'Generators make snowflake ids without asking one another. Are the ids unique, and do they sort by time?',
      load: () => import('./snowflake-id.ts'),
    },
    {
      id: 'clocks/clock-back',
      asks: 'NTP puts the clock of an id generator back. What does it cost to refuse, to wait, or to go on as if the clock stood still, and does a restart in between make duplicates?',
      load: () => import('./clock-back.ts'),
    },
    {
      id: 'clocks/id-shards',
      asks: 'Rows are spread by id modulo the number of shards, and the service makes a few ids a second. Which shards get them?',
      load: () => import('./id-shards.ts'),
    },
    {
      id: 'clocks/ulid-order',
      asks: 'Do ULIDs sort in the order in which they were made if several are made in one millisecond?',
      load: () => import('./ulid-order.ts'),
    },
    {
      id: 'clocks/id-anatomy',
      asks: 'What does a time-based id reveal: a snowflake, a UUIDv7, a ULID, a KSUID, an ObjectId?',
      load: () => import('./id-anatomy.ts'),
    },
    {
      id: 'clocks/id-length',
      asks: 'A snowflake is written in base62 for a short link, or sent as a JSON number. How long is the link, and does the id survive?',
      load: () => import('./id-length.ts'),
    },
    {
      id: 'clocks/wait-too-short',
      asks: 'The commit wait is cut in half, or a clock is more wrong than its bound says. What share of later transactions gets an earlier timestamp?',
      load: () => import('./wait-too-short.ts'),
    },
    {
      id: 'clocks/causal-reverse',
      asks: 'CockroachDB has no commit wait. Can a read see the second of two writes but not the first, which had ended before (a causal reverse), and does Spanner prevent it?',
      load: () => import('./causal-reverse.ts'),
    },
    {
      id: 'clocks/bloom-on-ids',
      asks: 'Should a Bloom filter check snowflake ids for collisions before they are used?',
      load: () => import('./bloom-on-ids.ts'),
    },
    {
      id: 'clocks/id-capacity',
      asks: 'How many snowflake ids can one node make in a millisecond, how many nodes can there be, and when does the time field run out?',
      load: () => import('./id-capacity.ts'),
    },
    {
      id: 'clocks/random-node-ids',
      asks: 'Each snowflake generator draws one of the 1,024 node ids at random. How likely do two of them share one, and make the same ids?',
      load: () => import('./random-node-ids.ts'),
    },
    {
      id: 'clocks/later-write',
      asks: 'Two nodes write the same key one after the other, and the clock of the first is ahead. Does the later write win?',
      load: () => import('./later-write.ts'),
    },
    {
      id: 'clocks/key-pool',
      asks: 'A URL shortener takes its keys from a pool that was made beforehand. Are they unique without a check, even if the pool restarts?',
      load: () => import('./key-pool.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/clocks/clocks.ts')).clocks,
    killers: (await import('./killers.ts')).clocksKillers,
  }),
};
