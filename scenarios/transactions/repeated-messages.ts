import * as z from 'zod';
import { updateInvariants } from '../../sims/transactions/delivery/cluster.ts';
import type { DeliveryLaw } from '../../sims/transactions/delivery/laws.ts';
import {
  type Update,
  type UpdateKind,
  updateConsumer,
  updateKinds,
} from '../../sims/transactions/delivery/updates.ts';
import { stateRow, type TransactionsSubject } from '../../sims/transactions/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { difference, exactly, some } from '../../src/check/expected.ts';
import { eventually } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { client, isCallFailure, type ServerContext } from '../../src/world/server.ts';
import { aboutTransactions } from './common.ts';

const params = z.object({
  updates: whole(100, 2_000, 300, 'updates of five values, one every 10 ms'),
  loss: real(0.05, 0.4, 0.1, 'share of messages lost'),
});

const keys = 5;
const gapMs = 10;
const timeoutMs = 200;
const endMs = (updates: number) => updates * gapMs + 60 * timeoutMs;
const all = Array.from({ length: keys }, (_, key) => `account-${key + 1}`);

interface Subject extends TransactionsSubject {
  readonly breaches: Breaches<DeliveryLaw>;
  readonly answered: { count: number };
}

const updateOf = (id: number): Update => ({
  id,
  key: all[(id - 1) % keys] ?? '',
  version: Math.ceil(id / keys),
});

export default scenario({
  ...aboutTransactions,
  id: 'transactions/repeated-messages',
  asks: 'Updates arrive at least once: some twice, some late. Which consumers end with the right values?',
  claims: ['rest-put-idempotent-patch-not', 'q4-dedupe-client'],
  code: [
    'sims/transactions/delivery/updates.ts#isKnown',
    'sims/transactions/delivery/updates.ts#apply',
  ],
  params,
  durationMs: ({ updates }) => endMs(updates),
  network: ({ loss }) => ({ loss, latencyMs: uniform(1, 60) }),
  invariants: updateInvariants,
  metrics: {
    copies: gauge('messages', 'that the adding consumer has received'),
    excess: gauge('additions', 'that the adding consumer has applied too often'),
    addedOnce: gauge('additions', 'applied by the consumer that remembers ids'),
    wentBack: gauge('updates', 'by which an older value overwrote a newer one'),
    setNewer: gauge('values', 'that are the newest, if versions are compared'),
    merged: gauge('fields', 'that the merging consumer has'),
  },
  build({ world, rules, params: { updates }, metrics }): Subject {
    const breaches = new Breaches<DeliveryLaw>();
    const answered = { count: 0 };
    let [copies, wentBack] = [0, 0];
    for (const kind of updateKinds) {
      const consumer = updateConsumer({
        kind,
        windowMs: Number.POSITIVE_INFINITY,
        rules,
        report: (law, how) => breaches.report(law, how),
        sees: (what) => {
          if (kind === 'adds' && what === 'delivered') copies += 1;
          if (what === 'went-back') wentBack += 1;
        },
      });
      world.addServer(kind, consumer);
    }
    const publisher = client('publisher', (node) =>
      node.spawn(publishing(node, updates, answered)),
    );
    world.addServer('publisher', publisher);
    world.at(endMs(updates) - 1, () => {
      const valuesOf = (kind: UpdateKind) =>
        Object.values(world.node(kind).state as Readonly<Record<string, number>>);
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      metrics.copies.set(copies);
      metrics.excess.set(sum(valuesOf('adds')) - updates);
      metrics.addedOnce.set(sum(valuesOf('adds-once')));
      metrics.wentBack.set(wentBack);
      metrics.setNewer.set(
        all.filter((key, place) => {
          const newest = Math.floor((updates - place - 1) / keys) + 1;
          return (
            (world.node('sets-newer').state as Readonly<Record<string, number>>)[key] === newest
          );
        }).length,
      );
      metrics.merged.set(valuesOf('merges').length);
    });
    return { breaches, answered, rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ updates }) => [
    eventually<Subject>(
      'all-answered',
      'every consumer answers every update',
      0,
      ({ answered }) => answered.count === updates * updateKinds.length,
    ),
  ],
  expect: ({ updates }) => [
    some('excess', 'adding-is-not').says(
      'additions applied too often by a consumer that simply adds: a repeated addition counts again',
      'rest-put-idempotent-patch-not',
    ),
    exactly(updates, 'merged', 'merging-is').says(
      'updates that count at a consumer that merges each update’s own field: each once, however often it arrives',
      'rest-put-idempotent-patch-not',
    ),
    some('wentBack', 'setting-goes-back').says(
      'times that an older value overwrote a newer one at a consumer that sets the value: a repeat is harmless, a late copy is not',
      'rest-put-idempotent-patch-not',
    ),
    exactly(keys, 'setNewer', 'versions').says(
      'values that end as the newest at a consumer that compares versions: all',
    ),
    exactly(updates, 'addedOnce', 'ids').says(
      'additions that count at a consumer that remembers ids: each once',
      'q4-dedupe-client',
    ),
    exactly(updates, difference('copies', 'excess'), 'excess-is-copies').says(
      'additions applied too often by a consumer that simply adds: as many as deliveries were repeated',
    ),
  ],
  tells: ({ params: { updates }, metrics: m }) =>
    'Those that are idempotent (a repeat changes nothing), because they remember the ids of what they have applied, compare versions, or merge each update’s own field: ' +
    `${counted(updates, 'update')} arrived as ${inDigits(m.copies.value ?? 0)} copies, and a consumer that simply adds is off by ${inDigits(m.excess.value ?? 0)}. ` +
    `The consumer with ids added ${inDigits(m.addedOnce.value ?? 0)}, the one with fields ${inDigits(m.merged.value ?? 0)}, and the one with versions has ${m.setNewer.value} of ${keys} values right. ` +
    `One that sets the value tolerates repeats, but a late copy overwrote a newer value ${inDigits(m.wentBack.value ?? 0)} ` +
    'times.',
});

/** Each update is sent to each consumer until it is answered. */
function* publishing(
  node: ServerContext,
  updates: number,
  answered: { count: number },
): Process<void> {
  for (let id = 1; id <= updates; id++) {
    yield* node.sleep(gapMs);
    for (const kind of updateKinds) node.spawn(send(kind, id));
  }

  function* send(kind: UpdateKind, id: number): Process<void> {
    for (;;) {
      try {
        yield* node.call(kind, updateOf(id), { timeoutMs });
        answered.count += 1;
        return;
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
      }
    }
  }
}

// Left out: two updates that merge the same field: they need versions as well.
