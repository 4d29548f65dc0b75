/** The scenarios of transactions, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const transactionsWing: WingEntry = {
  id: 'transactions',
  title: 'Transactions: outbox, idempotency keys, sagas, atomic commit, isolation',
  scenarios: [
    {
      id: 'transactions/crash-at-every-point',
      asks: 'A service stores an order and tells others of it, by two writes in turn, an outbox or change data capture, and a machine crashes on the way. What is lost, invented or told twice, for every moment of the crash?',
      load: () => import('./crash-at-every-point.ts'),
    },
    {
      id: 'transactions/slow-transaction',
      asks: 'Ids are taken at the insert, and one transaction in ten commits late. What becomes of its row, and of those behind it, if a relay polls the outbox?',
      load: () => import('./slow-transaction.ts'),
    },
    {
      id: 'transactions/inbox',
      asks: 'Outbox, relay, broker, consumer with an inbox: a machine crashes at any point of the way. Does every stored order have its effect exactly once?',
      load: () => import('./inbox.ts'),
    },
    {
      id: 'transactions/idempotency-crash',
      asks: 'A client repeats a booking until it is answered, and a machine crashes at any point of it. How often is the ride booked, or the card charged, twice?',
      load: () => import('./idempotency-crash.ts'),
    },
    {
      id: 'transactions/key-contract',
      asks: 'What does an API owe to a request that comes again under its idempotency key?',
      load: () => import('./key-contract.ts'),
    },
    {
      id: 'transactions/event-order',
      asks: 'The events of an order come over several partitions, in any order. In which state does a reader end?',
      load: () => import('./event-order.ts'),
    },
    {
      id: 'transactions/saga-choreography',
      asks: 'Services run a saga by events alone, and one event of it is lost, late, or doubled. How does it end, with a sweeper and without?',
      load: () => import('./saga-choreography.ts'),
    },
    {
      id: 'transactions/saga-compensation',
      asks: 'A compensation itself fails. How many sagas stay half done?',
      load: () => import('./saga-compensation.ts'),
    },
    {
      id: 'transactions/saga-crash',
      asks: 'A saga of four steps, done or refused at the third, and a machine crashes at any point of it. Does every saga end, and as a whole?',
      load: () => import('./saga-crash.ts'),
    },
    {
      id: 'transactions/saga-seat',
      asks: 'Several customers book the last seat, and the cards of the first are declined. Who gets it, and who is turned away?',
      load: () => import('./saga-seat.ts'),
    },
    {
      id: 'transactions/dedup-window',
      asks: 'A consumer remembers the ids of events for a day, and events may come again for a week. How many take effect twice?',
      load: () => import('./dedup-window.ts'),
    },
    {
      id: 'transactions/feed-lag',
      asks: 'An update goes through an outbox, a broker and the store of a region. How old is the region?',
      load: () => import('./feed-lag.ts'),
    },
    {
      id: 'transactions/repeated-messages',
      asks: 'Updates come at least once: some twice, some late. Which consumers end with the right values?',
      load: () => import('./repeated-messages.ts'),
    },
    {
      id: 'transactions/commit-messages',
      asks: 'What does a commit cost with two-phase commit, and what with Paxos Commit, which survives the loss of its coordinator?',
      load: () => import('./commit-messages.ts'),
    },
    {
      id: 'transactions/commit-under-faults',
      asks: 'Coordinators and participants crash and pause, and messages are lost, doubled and late. Does any transaction commit here and abort there, or stay in doubt for ever?',
      load: () => import('./commit-under-faults.ts'),
    },
    {
      id: 'transactions/coordinator-crash',
      asks: 'The coordinator of a two-phase commit crashes, at every point in turn. Do the participants ever end differently, and for how long are their locks blocked?',
      load: () => import('./coordinator-crash.ts'),
    },
    {
      id: 'transactions/coordinator-gone',
      asks: 'All participants have voted yes, and the coordinator crashes for ever. Who finds out how the transaction ends?',
      load: () => import('./coordinator-gone.ts'),
    },
    {
      id: 'transactions/lan-and-wan',
      asks: 'A two-phase commit holds its locks until the decision comes. How long is that in one data centre, and how long across regions?',
      load: () => import('./lan-and-wan.ts'),
    },
    {
      id: 'transactions/presumptions',
      asks: 'What do presumed abort and presumed commit save, in messages and in forced writes?',
      load: () => import('./presumptions.ts'),
    },
    {
      id: 'transactions/two-phase-commit',
      asks: 'Participants of one transaction vote, and their coordinator crashes before it tells them what it has decided. Do they all end alike?',
      load: () => import('./two-phase-commit.ts'),
    },
    {
      id: 'transactions/event-streams',
      asks: 'Event sourcing: accounts are kept as events alone, commands append, snapshots shorten their loading, and a projection answers reads. Does it all agree at all times?',
      load: () => import('./event-streams.ts'),
    },
    {
      id: 'transactions/rebuild-time',
      asks: 'How long does it take to replay all events of an event store, and how often is a snapshot worth it?',
      load: () => import('./rebuild-time.ts'),
    },
    {
      id: 'transactions/schema-versions',
      asks: 'The schema of an event changes, and old events stay in the store for ever. Which reader reads which events, and what do upcasters mend?',
      load: () => import('./schema-versions.ts'),
    },
    {
      id: 'transactions/isolation-levels',
      asks: 'Which anomalies does each isolation level of a database let through?',
      load: () => import('./isolation-levels.ts'),
    },
    {
      id: 'transactions/lost-update',
      asks: 'Several clients read a number, add one and write it back at the same moment. How many of the updates are lost, and what prevents it at what price?',
      load: () => import('./lost-update.ts'),
    },
    {
      id: 'transactions/write-skew',
      asks: 'Two doctors are on call. Each looks whether another one is, and leaves. At which isolation level can both be gone?',
      load: () => import('./write-skew.ts'),
    },
    {
      id: 'transactions/check-then-insert',
      asks: 'A service looks whether a user name is free, and then inserts it. When do two users get the same name?',
      load: () => import('./check-then-insert.ts'),
    },
    {
      id: 'transactions/put-and-patch',
      asks: 'Two clients change two different fields of one record at the same moment, by PUT or by PATCH. Which edits and which other fields are lost?',
      load: () => import('./put-and-patch.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/transactions/transactions.ts')).transactions,
    killers: (await import('./killers.ts')).transactionsKillers,
  }),
};
