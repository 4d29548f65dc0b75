/** The scenarios of transactions, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const transactionsWing: WingEntry = {
  id: 'transactions',
  title: 'Transactions: outbox, idempotency keys, sagas, atomic commit, isolation',
  scenarios: [
    {
      id: 'transactions/crash-at-every-point',
      asks: 'A service stores an order and publishes an event, by two separate writes, an outbox or change data capture, and a machine crashes at some point. Which orders and events are lost, invented or duplicated?',
      load: () => import('./crash-at-every-point.ts'),
    },
    {
      id: 'transactions/slow-transaction',
      asks: 'Ids are assigned at the insert, and one transaction in ten commits late. If a relay polls the outbox by id, what happens to the late row and to those behind it?',
      load: () => import('./slow-transaction.ts'),
    },
    {
      id: 'transactions/inbox',
      asks: 'An order passes through outbox, relay, broker and a consumer with an inbox, and a machine crashes at some point. Does every stored order take effect exactly once?',
      load: () => import('./inbox.ts'),
    },
    {
      id: 'transactions/idempotency-crash',
      asks: 'A client retries a booking until it is answered, and a machine crashes at some point. How often is the ride booked, or the card charged, twice?',
      load: () => import('./idempotency-crash.ts'),
    },
    {
      id: 'transactions/key-contract',
      asks: 'What does an API owe a request that arrives again with the same idempotency key?',
      load: () => import('./key-contract.ts'),
    },
    {
      id: 'transactions/event-order',
      asks: 'The events of an order arrive out of order, over several partitions. In which state does a reader end?',
      load: () => import('./event-order.ts'),
    },
    {
      id: 'transactions/saga-choreography',
      asks: 'Services run a saga through events alone, and one event is lost, late or duplicated. How does it end, with and without a sweeper?',
      load: () => import('./saga-choreography.ts'),
    },
    {
      id: 'transactions/saga-compensation',
      asks: 'A compensation itself can fail. How many sagas stay half done?',
      load: () => import('./saga-compensation.ts'),
    },
    {
      id: 'transactions/saga-crash',
      asks: 'A machine crashes at some point of a saga. Does every saga end, either complete or completely undone?',
      load: () => import('./saga-crash.ts'),
    },
    {
      id: 'transactions/saga-seat',
      asks: 'Several customers book the last seat, and the first ones’ cards are declined. Which of them gets the seat, and which are turned away?',
      load: () => import('./saga-seat.ts'),
    },
    {
      id: 'transactions/dedup-window',
      asks: 'A consumer remembers event ids for a day, but events may be redelivered for a week. How many take effect twice?',
      load: () => import('./dedup-window.ts'),
    },
    {
      id: 'transactions/feed-lag',
      asks: 'An update travels through an outbox and a broker to a regional store. How stale is the region?',
      load: () => import('./feed-lag.ts'),
    },
    {
      id: 'transactions/repeated-messages',
      asks: 'Updates arrive at least once: some twice, some late. Which consumers end with the right values?',
      load: () => import('./repeated-messages.ts'),
    },
    {
      id: 'transactions/commit-messages',
      asks: 'What does a commit cost with two-phase commit, and with Paxos Commit, which survives losing its coordinator?',
      load: () => import('./commit-messages.ts'),
    },
    {
      id: 'transactions/commit-under-faults',
      asks: 'Coordinators and participants crash and pause, and messages are lost, duplicated and delayed. Does a transaction ever commit at one participant and abort at another, or stay in doubt for ever?',
      load: () => import('./commit-under-faults.ts'),
    },
    {
      id: 'transactions/coordinator-crash',
      asks: 'The coordinator of a two-phase commit crashes, at each possible point in turn. Do the participants ever end differently, and how long do their locks stay blocked?',
      load: () => import('./coordinator-crash.ts'),
    },
    {
      id: 'transactions/coordinator-gone',
      asks: 'All participants have voted yes, and the coordinator crashes for ever. Can they find out how the transaction ends?',
      load: () => import('./coordinator-gone.ts'),
    },
    {
      id: 'transactions/lan-and-wan',
      asks: 'A two-phase commit holds its locks until the decision arrives. How long is that within a data centre, and how long across regions?',
      load: () => import('./lan-and-wan.ts'),
    },
    {
      id: 'transactions/presumptions',
      asks: 'How many messages and forced writes do presumed abort and presumed commit save?',
      load: () => import('./presumptions.ts'),
    },
    {
      id: 'transactions/two-phase-commit',
      asks: 'Participants vote on one transaction, and their coordinator crashes before it announces the decision. Do they all end alike?',
      load: () => import('./two-phase-commit.ts'),
    },
    {
      id: 'transactions/event-streams',
      asks: 'Event sourcing stores accounts as events alone: commands append, snapshots shorten loading, and a projection answers reads. Do they all agree at all times?',
      load: () => import('./event-streams.ts'),
    },
    {
      id: 'transactions/rebuild-time',
      asks: 'How long does it take to replay all events of an event store, and how often is a snapshot worth taking?',
      load: () => import('./rebuild-time.ts'),
    },
    {
      id: 'transactions/schema-versions',
      asks: 'The schema of an event changes, while old events stay in the store for ever. Which reader can read which events, and what do upcasters repair?',
      load: () => import('./schema-versions.ts'),
    },
    {
      id: 'transactions/isolation-levels',
      asks: 'Which anomalies does each isolation level of a database allow?',
      load: () => import('./isolation-levels.ts'),
    },
    {
      id: 'transactions/lost-update',
      asks: 'Several clients read a number, add one and write it back at the same moment. How many updates are lost, and what does each remedy cost?',
      load: () => import('./lost-update.ts'),
    },
    {
      id: 'transactions/write-skew',
      asks: 'Two doctors are on call. Each checks that another one is on call, and leaves. At which isolation levels can both be gone?',
      load: () => import('./write-skew.ts'),
    },
    {
      id: 'transactions/check-then-insert',
      asks: 'A service checks whether a user name is free, then inserts it. When do two users get the same name?',
      load: () => import('./check-then-insert.ts'),
    },
    {
      id: 'transactions/put-and-patch',
      asks: 'Two clients change two different fields of one record at the same moment, with PUT or PATCH. Which edits and which other fields are lost?',
      load: () => import('./put-and-patch.ts'),
    },
    {
      id: 'transactions/lock-order',
      asks: 'Two transfers go from account 1 to 2 and from 2 to 1 at the same moment. Which one fails, after how long, and what prevents it?',
      load: () => import('./lock-order.ts'),
    },
    {
      id: 'transactions/long-reader',
      asks: 'A report reads for 30 seconds at one snapshot while rows are updated. Do readers and writers wait for each other, how many old versions pile up, and when may vacuum remove them?',
      load: () => import('./long-reader.ts'),
    },
    {
      id: 'transactions/job-queue',
      asks: 'Several workers take jobs from a table. How does each job go to one worker only, without the others waiting, and what happens to the job of a worker that dies?',
      load: () => import('./job-queue.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/transactions/transactions.ts')).transactions,
    killers: (await import('./killers.ts')).transactionsKillers,
  }),
};
