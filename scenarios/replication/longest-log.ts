import * as z from 'zod';
import { replicationNotes } from '../../sims/replication/notes.ts';
import { primaryMetrics } from '../../sims/replication/primary/metrics.ts';
import { writesAreAcked } from '../../sims/replication/primary/properties.ts';
import { difference, none, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { crash, heal, partition } from '../../src/world/fault.ts';
import { aboutPrimary, primarySystems } from './primary.ts';

const params = z.object({
  everyMs: whole(2, 20, 5, 'time from one write of a client to its next'),
  crashMs: whole(720, 800, 760, 'when the second primary dies'),
});

const cutMs = 400;

// node1 and a client are cut off: its log grows with writes that no replica acknowledges. node2
// takes over, acknowledges some writes, and dies as the network heals. node1 has the longest log,
// node3 the later epoch.
export default scenario({
  ...aboutPrimary,
  id: 'replication/longest-log',
  asks: 'Two primaries have failed, and two nodes can take over. Is the one with the longest log the right choice?',
  claims: [],
  code: [
    'sims/replication/primary/manager.ts#mostComplete',
    'sims/replication/primary/messages.ts#isAtLeast',
  ],
  params,
  durationMs: ({ crashMs }) => crashMs + 1_000,
  plan: ({ crashMs }) => [
    { atMs: cutMs, fault: partition(['node1', 'writer1']) },
    { atMs: crashMs, fault: crash('node2') },
    { atMs: crashMs + 1, fault: heal() },
  ],
  metrics: {
    acked: primaryMetrics.acked,
    lost: primaryMetrics.lost,
    oldLog: gauge('LSN', 'entries in the log of node1, which ends in epoch 1'),
    newLog: gauge('LSN', 'entries in the log of node3, which ends in epoch 2'),
  },
  build: ({ params: { everyMs, crashMs }, ...parts }) => {
    replicationNotes.listen(parts.world.trace, 'promises', ({ epoch, hasLsn }, by) => {
      if (epoch < 3) return;
      if (by === 'node1') parts.metrics.oldLog.set(hasLsn);
      if (by === 'node3') parts.metrics.newLog.set(hasLsn);
    });
    return primarySystems(parts, {
      '': {
        writers: 2,
        writeEveryMs: constant(everyMs),
        writesUntilMs: crashMs + 600,
      },
    });
  },
  goals: () => [writesAreAcked(10)],
  expect: () => [
    within(difference('oldLog', 'newLog'), 'old-is-longer', { atLeast: 1 }).says(
      'entries by which the log that ends in the older epoch (an earlier primary’s term) is longer',
    ),
    none('lost', 'none-lost').says(
      'acknowledged writes lost when the log that ends in the later epoch wins',
    ),
  ],
  tells: ({ metrics: { acked, oldLog, newLog } }) =>
    `No: the node whose last entry is of the latest epoch (a number that grows with each new primary) must take over, and only among equals the one with the longest log; node1 had ${inDigits(oldLog.value ?? 0)} entries, but the last of them were written in epoch 1 and never acknowledged. node3 had ${inDigits(newLog.value ?? 0)}, up to epoch 2, and became primary; none of ${inDigits(acked.value)} acknowledged writes was lost.`,
});

// Left out: a tie in epoch and LSN, in which either node will do.
