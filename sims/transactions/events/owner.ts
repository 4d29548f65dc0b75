/**
 * The owner of one account: it loads the account before each command, and takes snapshots. Both
 * take time. Of its appends only those that bring a snapshot are noted in the trace.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { randomInteger } from '../../../src/kernel/random.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { type AccountEvent, apply, fold } from './account.ts';
import type { EventLaw } from './laws.ts';
import type { Snapshot } from './store.ts';

export interface OwnerOptions {
  readonly events: number;
  readonly snapshotEvery: number;
  /** Time to apply one event. */
  readonly eventMs: number;
  readonly snapshotReadMs: number;
  readonly snapshotWriteMs: number;
}

/** Cost of an account’s commands. */
export interface OwnerCosts {
  replayed: number;
  mostReplayed: number;
  spentMs: number;
  /** After the last command: the fold of all events. */
  rebuilt: number;
  rebuiltInMs: number;
}

export const accountOwner = (
  options: OwnerOptions,
  breaches: Breaches<EventLaw>,
  costs: OwnerCosts,
) => client('account-owner', (node) => node.spawn(live(options, breaches, costs, node)));

function* live(
  options: OwnerOptions,
  breaches: Breaches<EventLaw>,
  costs: OwnerCosts,
  node: ServerContext,
): Process<void> {
  const random = node.stream('amounts');
  const stored: AccountEvent[] = [];
  let snapshot: Snapshot = { version: 0, balance: 0 };
  let balance = 0;
  while (stored.length < options.events) {
    yield* load();
    const event: AccountEvent = { type: 'Deposited', amount: randomInteger(random, 1, 100) };
    stored.push(event);
    balance = apply(balance, event);
    if (stored.length % options.snapshotEvery !== 0) continue;
    snapshot = { version: stored.length, balance };
    const appended = { kind: 'appends', stream: node.self, version: snapshot.version, ...event };
    node.note(appended);
    yield* node.sleep(options.snapshotWriteMs);
    const taken = { kind: 'stores-snapshot', stream: node.self, version: snapshot.version };
    node.note(taken);
  }
  costs.spentMs = node.now();
  agrees(fold(stored));
  costs.rebuilt = stored.length;
  yield* node.sleep(stored.length * options.eventMs);
  costs.rebuiltInMs = node.now() - costs.spentMs;

  function* load(): Process<void> {
    const later = stored.slice(snapshot.version);
    costs.replayed += later.length;
    costs.mostReplayed = Math.max(costs.mostReplayed, later.length);
    agrees(fold(later, snapshot.balance));
    yield* node.sleep(options.snapshotReadMs + later.length * options.eventMs);
  }

  function agrees(loaded: number): void {
    if (loaded === balance) return;
    breaches.report(
      'load-is-fold',
      `an account is loaded with a balance of ${loaded}, but its events add up to ${balance}`,
    );
  }
}
