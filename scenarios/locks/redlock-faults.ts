import * as z from 'zod';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inSeconds } from '../../src/words/numbers.ts';
import { clockJump, crash, cut, mend, pause, restart } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import { aboutLocks, sideBySide, systemsSideBySide } from './common.ts';

const params = z.object({
  ttlMs: whole(3_000, 30_000, 10_000, 'TTL of the lock on each of the five nodes'),
  pauseMs: whole(0, 60_000, 12_000, 'how long the holder pauses'),
  jumpMs: whole(0, 60_000, 12_000, 'how far one node’s clock jumps ahead'),
});

const systems = ['healthy', 'pause', 'jump', 'restart'] as const;
const [startMs, secondMs, faultMs] = [1_000, 2_000, 1_500];
const workMs = 4_000;
/** After it wakes up, the first holder still has this long to work. */
const restMs = workMs - (faultMs - startMs);

/** The first client reaches only nodes 1 to 3; it is cut off from the others. */
const cutOff: Plan = systems.flatMap((system) =>
  [4, 5].flatMap((node) => {
    const ends = [`${system}/client1`, `${system}/redis${node}`] as const;
    return [
      { atMs: 0, fault: cut(...ends) },
      { atMs: faultMs - 1, fault: mend(...ends) },
    ];
  }),
);

export default scenario({
  ...aboutLocks,
  id: 'locks/redlock-faults',
  asks: 'Redlock needs a majority of five nodes. What does it take for two clients to hold the lock at once?',
  claims: ['q15-redlock-majority', 'q15-redlock-pause-breaks'],
  code: [
    'sims/locks/redis/redlock.ts#isMajority',
    'sims/locks/redis/server.ts#holdOff',
    'sims/locks/redis/redlock.ts#acquire',
  ],
  params,
  durationMs: ({ ttlMs, pauseMs }) => startMs + 2 * ttlMs + pauseMs + 2 * workMs + 2_000,
  plan: ({ pauseMs, jumpMs }) => [
    ...cutOff,
    { atMs: faultMs, fault: pause('pause/client1', pauseMs) },
    { atMs: faultMs, fault: clockJump('jump/redis3', jumpMs) },
    { atMs: faultMs, fault: crash('restart/redis3') },
    { atMs: faultMs + 50, fault: restart('restart/redis3') },
  ],
  metrics: sideBySide(systems, ['secondHolders', 'overlapMs', 'holds']),
  build(parts) {
    const { ttlMs } = parts.params;
    const all = {
      service: 'redlock' as const,
      ttlMs,
      startsMs: (client: number) => (client === 0 ? startMs : secondMs),
      workMs: constant(workMs),
      renews: false,
      persists: false,
    };
    return systemsSideBySide(parts, {
      healthy: { ...all, breaks: [] },
      pause: all,
      jump: { ...all, breaks: ['one-at-work', 'belief-within-lease'] },
      restart: { ...all, breaks: [] },
    });
  },
  goals: () => [holdsAtLeast(2)],
  expect: ({ ttlMs, ...p }) => [
    {
      id: 'healthy-one-holder',
      text: 'clients that got the lock while another held it, with two of five nodes unreachable',
      claim: 'q15-redlock-majority',
      measured: (metrics) => metrics['healthy.secondHolders'].value,
      bound: exactBound(0),
    },
    {
      id: 'restart-one-holder',
      text: 'clients that got the lock while another held it, when a node that lost its keys stayed away for a TTL',
      measured: (metrics) => metrics['restart.secondHolders'].value,
      bound: exactBound(0),
    },
    {
      id: 'pause-second-holder',
      text: `clients that got the lock while another held it, when the holder paused for ${p.pauseMs} ms`,
      claim: 'q15-redlock-pause-breaks',
      measured: (metrics) => metrics['pause.secondHolders'].value,
      bound: exactBound(Number(faultMs + p.pauseMs + restMs > startMs + ttlMs + 1_000)),
    },
    {
      id: 'jump-second-holder',
      text: `clients that got the lock while another held it, when the clock of one node jumped ahead by ${p.jumpMs} ms`,
      measured: (metrics) => metrics['jump.secondHolders'].value,
      bound: exactBound(Number(faultMs - startMs + p.jumpMs > ttlMs)),
    },
  ],
  tells: ({ params: p, metrics }) =>
    'It takes a holder that pauses for longer than its lock is valid, or one node’s clock that jumps past the TTL: ' +
    `under a TTL of ${inSeconds(p.ttlMs)}, a pause of ${inSeconds(p.pauseMs)} led to ${said(metrics['pause.secondHolders'].value)}, ` +
    `and a jump of ${inSeconds(p.jumpMs)} to ${said(metrics['jump.secondHolders'].value)}. ` +
    'Redlock has no fencing token by which a store could refuse the late write, so use it where two holders only cost double work. ' +
    `Two unreachable nodes of five are not enough: there was ${said(metrics['healthy.secondHolders'].value)}. ` +
    `A node that restarted without its keys stayed away for a TTL, and there was ${said(metrics['restart.secondHolders'].value)}.`,
});

const said = (count: number) => (count === 0 ? 'one holder' : 'two holders');

// Left out: slow requests. Redlock accounts for them: if the validity is over when the reply
// arrives, the client has no lock.
