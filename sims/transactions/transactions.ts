/** Transactions as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import { commitExplorable } from './commit/exploration.ts';
import { commitMessageInWords, isCommitMessage } from './commit/messages.ts';
import { transactionsInvariants } from './invariants.ts';
import { type Statement, sqlOf } from './isolation/statement.ts';
import { transactionsNotes } from './notes.ts';
import { type TransactionsRule, transactionsRules } from './rules.ts';
import { viewOf } from './view.ts';

/** An arrow is labelled with what its request asks for; repeated polls are routine. */
function messageInWords(message: unknown): string | undefined {
  if (isCommitMessage(message)) return commitMessageInWords(message);
  if (typeof message === 'string' || typeof message === 'number') return String(message);
  if (typeof message !== 'object' || message === null || !('do' in message)) return undefined;
  if ('statement' in message) return sqlOf(message.statement as Statement);
  const { do: verb, ...rest } = message as { readonly do: string };
  if (['poll', 'fetch', 'position', 'offset'].includes(verb)) return undefined;
  const details = Object.entries(rest).flatMap(([name, value]) =>
    value === null || typeof value === 'object' || ['step', 'job'].includes(name)
      ? []
      : [`${name} ${value}`],
  );
  return [verb, ...details].join(' ');
}

export const transactions: Sim<TransactionsRule> = {
  id: 'transactions',
  title: 'Transactions: outbox, idempotency keys, sagas, atomic commit, isolation',
  about:
    'Keeping several stores consistent when machines crash: for example an order and the event that announces it. ' +
    'Machines crash at every point of every step in turn, so the table of outcomes is complete. ' +
    'A store runs transactions at six isolation levels, with every order of their statements.',
  sources: [
    'Richardson, Microservices Patterns, 2018',
    'Mohan, Lindsay and Obermarck, Transaction Management in the R* Distributed Database Management System, TODS 1986',
    'Gray and Lamport, Consensus on Transaction Commit, TODS 2006',
    'Berenson et al., A Critique of ANSI SQL Isolation Levels, SIGMOD 1995',
    'Ports and Grittner, Serializable Snapshot Isolation in PostgreSQL, VLDB 2012',
    'Kleppmann, Hermitage, 2014',
  ],
  rules: transactionsRules,
  invariants: transactionsInvariants,
  files: [
    'crash-points.ts',
    'delivery/laws.ts',
    'delivery/rules.ts',
    'delivery/parts.ts',
    'commit/messages.ts',
    'commit/rules.ts',
    'commit/notes.ts',
    'delivery/notes.ts',
    'events/notes.ts',
    'idempotency/notes.ts',
    'isolation/level.ts',
    'isolation/statement.ts',
    'isolation/transaction.ts',
    'isolation/notes.ts',
    'saga/laws.ts',
    'saga/notes.ts',
    'notes.ts',
    'delivery/broker.ts',
    'subject.ts',
    'delivery/consumer.ts',
    'delivery/database.ts',
    'delivery/relay.ts',
    'delivery/service.ts',
    'delivery/cluster.ts',
    'exploration/two-phase-commit.ts',
    'idempotency/laws.ts',
    'idempotency/rules.ts',
    'idempotency/parts.ts',
    'idempotency/database.ts',
    'idempotency/api.ts',
    'idempotency/card.ts',
    'idempotency/cluster.ts',
    'saga/rules.ts',
    'saga/parts.ts',
    'saga/participant.ts',
    'saga/choreography.ts',
    'saga/orchestrator.ts',
    'saga/cluster.ts',
    'commit/laws.ts',
    'commit/judge.ts',
    'commit/options.ts',
    'commit/part.ts',
    'commit/paxos/quorum.ts',
    'commit/participant.ts',
    'commit/paxos/acceptor.ts',
    'commit/paxos/leader.ts',
    'commit/two-phase/coordinator.ts',
    'commit/node.ts',
    'commit/rows.ts',
    'commit/cluster.ts',
    'commit/properties.ts',
    'events/account.ts',
    'events/laws.ts',
    'events/judge.ts',
    'events/rules.ts',
    'events/store.ts',
    'events/parts.ts',
    'events/handler.ts',
    'events/projection.ts',
    'events/cluster.ts',
    'isolation/rules.ts',
    'isolation/dependencies.ts',
    'isolation/heap.ts',
    'isolation/lock-table.ts',
    'isolation/database.ts',
    'isolation/interleaving.ts',
    'isolation/serial.ts',
    'isolation/hermitage.ts',
    'isolation/laws.ts',
    'invariants.ts',
    'rules.ts',
    'view.ts',
    'saga/reader.ts',
    'delivery/updates.ts',
    'commit/exploration.ts',
    'commit/formulas.ts',
    'events/compatibility.ts',
    'events/versions.ts',
    'events/readers.ts',
    'isolation/server.ts',
    'isolation/session.ts',
    'isolation/edits.ts',
    'isolation/system.ts',
    'isolation/table.ts',
    'events/owner.ts',
    'isolation/transfers.ts',
    'isolation/report.ts',
    'isolation/job-queue.ts',
  ],
  notes: transactionsNotes,
  arrowText: messageInWords,
  view: viewOf,
  explorable: commitExplorable,
};
