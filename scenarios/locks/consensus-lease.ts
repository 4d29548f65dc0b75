import * as z from 'zod';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { crash, pause } from '../../src/world/fault.ts';
import { aboutLocks, sideBySide, systemsSideBySide } from './common.ts';

const params = z.object({
  ttlMs: whole(6_000, 30_000, 9_000, 'length of the lease'),
  pauseMs: whole(0, 60_000, 20_000, 'how long the holder pauses'),
});

const systems = ['leader-crash', 'long-work', 'pause'] as const;
const [startMs, workMs, prepareMs] = [3_000, 5_000, 1_000];
const pauseAtMs = startMs + workMs + prepareMs / 2;

/**
 * The first holder has slept long enough for the second client to see its lease unchanged, and to
 * write.
 */
function overwritten(ttlMs: number, pauseMs: number) {
  // The holder has last renewed its lease at most a third of its length before the pause.
  const [earliest, latest] = [(2 / 3) * ttlMs, ttlMs + 1_000];
  return {
    atLeast: Number(pauseMs > latest + workMs + prepareMs + 1_000),
    atMost: Number(pauseMs > earliest + workMs + prepareMs - 1_000),
  };
}

export default scenario({
  ...aboutLocks,
  id: 'locks/consensus-lease',
  asks: 'A lock is a lease on a consensus group, as in etcd. Does it survive a leader crash, and is it then safe without fencing?',
  claims: ['q15-etcd-correct-guarantee'],
  code: [
    'sims/locks/consensus/lock.ts#take',
    'sims/locks/consensus/register.ts#swap',
    'sims/locks/store.ts#isTooOld',
  ],
  params,
  durationMs: ({ ttlMs, pauseMs }) => startMs + 5 * ttlMs + pauseMs + 2 * workMs,
  plan: ({ pauseMs }) => [
    { atMs: startMs + 1_000, fault: crash('leader#1') },
    { atMs: pauseAtMs, fault: pause('pause/client1', pauseMs) },
  ],
  metrics: sideBySide(systems, [
    'secondHolders',
    'overlapMs',
    'overwrites',
    'refused',
    'lostLeases',
  ]),
  build(parts) {
    const { ttlMs } = parts.params;
    const all = {
      service: 'consensus' as const,
      ttlMs,
      startsMs: (client: number) => startMs + 500 * client,
      workMs: constant(workMs),
      prepareMs,
      stores: ['plain', 'fenced'] as const,
    };
    return systemsSideBySide(parts, {
      'leader-crash': { ...all, breaks: [] },
      'long-work': { ...all, workMs: constant(2 * ttlMs), breaks: [] },
      pause: all,
    });
  },
  goals: () => [holdsAtLeast(2)],
  expect: ({ ttlMs, pauseMs }) => [
    {
      id: 'survives-the-leader',
      text: 'clients that got the lock while another held it, after the leader of the group had crashed',
      measured: (metrics) => metrics['leader-crash.secondHolders'].value,
      bound: exactBound(0),
    },
    {
      id: 'renewed',
      text: 'clients that got the lock while another worked for twice the length of its lease and renewed it',
      measured: (metrics) => metrics['long-work.secondHolders'].value,
      bound: exactBound(0),
    },
    {
      id: 'overwritten',
      text: `late writes that a store without tokens accepted, after a pause of ${pauseMs} ms under a lease of ${ttlMs} ms`,
      claim: 'q15-etcd-correct-guarantee',
      measured: (metrics) => metrics['pause.overwrites'].value,
      bound: overwritten(ttlMs, pauseMs),
    },
  ],
  tells: ({ params: p, metrics }) =>
    'A lease in a consensus log survives a crash of the leader, because a majority has the grant; but a holder may pause past its end, so it still needs fencing. ' +
    `In a pause of ${inSeconds(p.pauseMs)} under a lease of ${inSeconds(p.ttlMs)} two clients were at work at once for ` +
    `${inSeconds(metrics['pause.overlapMs'].value)}; a store without tokens accepted ${counted(metrics['pause.overwrites'].value, 'late write')}, ` +
    `and a store that compares tokens refused ${metrics['pause.refused'].value}. ` +
    'Consensus makes the grant safe, not what a client does with it; each grant costs round trips to a majority and forced disk writes.',
});

// Left out: leases timed by the servers, as in etcd. The log decides who holds them in either case.
