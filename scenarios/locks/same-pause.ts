import * as z from 'zod';
import type { LocksCluster } from '../../sims/locks/cluster.ts';
import { overlapMs } from '../../sims/locks/formulas.ts';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import { type ServiceKind, serviceKinds, serviceTitles } from '../../sims/locks/options.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inSeconds } from '../../src/words/numbers.ts';
import { pause } from '../../src/world/fault.ts';
import { aboutLocks, sideBySide, systemsSideBySide, tripsMs } from './common.ts';

const params = z.object({
  pauseMs: whole(0, 60_000, 40_000, 'how long the holder stops just before its write'),
  ttlMs: whole(9_000, 40_000, 30_000, 'TTL, lease length or session timeout'),
});
type Params = z.output<typeof params>;

const [startMs, workMs, prepareMs, retryMs] = [2_000, 5_000, 1_000, 200];
const pauseAtMs = startMs + workMs + prepareMs / 2;

/** The earliest and latest time at which the second client can have the lock. */
function grantedMs(service: ServiceKind, { pauseMs, ttlMs }: Params) {
  const heldUntilMs = Math.max(startMs + workMs + prepareMs, pauseAtMs + pauseMs);
  // A client that takes over a consensus lease counts from when it first saw it, one second after
  // the grant.
  const seenMs = startMs + (service === 'consensus' ? 1_000 : 0);
  // The server checks sessions thirty times within their timeout.
  const lookMs = ttlMs / 30 + retryMs;
  return { heldUntilMs, earliest: seenMs + ttlMs, latest: seenMs + ttlMs + lookMs + tripsMs };
}

/** By then both clients have written. */
function endsMs(service: ServiceKind, p: Params): number {
  const { heldUntilMs, latest } = grantedMs(service, p);
  return (
    Math.max(heldUntilMs, Math.min(heldUntilMs + retryMs, latest) + workMs + prepareMs) + 1_000
  );
}

function expectedOverlap(service: ServiceKind, p: Params) {
  const { heldUntilMs, earliest, latest } = grantedMs(service, p);
  return {
    atLeast: overlapMs(heldUntilMs, latest, workMs + prepareMs),
    atMost: overlapMs(heldUntilMs, earliest, workMs + prepareMs) + tripsMs,
  };
}

/**
 * Whether the second client has written before the first wakes up; undefined if it is too close to
 * tell.
 */
function isOvertaken(service: ServiceKind, p: Params): boolean | undefined {
  const { heldUntilMs, earliest, latest } = grantedMs(service, p);
  if (heldUntilMs > latest + workMs + prepareMs + tripsMs) return true;
  return heldUntilMs < earliest + workMs + prepareMs ? false : undefined;
}

export default scenario({
  ...aboutLocks,
  id: 'locks/same-pause',
  asks: 'A client pauses between checking its lock and writing, for longer than the lock lasts. Which lock service keeps it from overwriting its successor?',
  claims: ['one-redis-lock-unsafe', 'q15-fencing-rejects-stale', 'q15-redlock-pause-breaks'],
  code: [
    'sims/locks/store.ts#isTooOld',
    'sims/locks/client.ts#toStore',
    'sims/locks/client.ts#holding',
  ],
  params,
  durationMs: (p) => Math.max(...serviceKinds.map((service) => endsMs(service, p))),
  plan: ({ pauseMs }) => [{ atMs: pauseAtMs, fault: pause('first-client', pauseMs) }],
  metrics: sideBySide(serviceKinds, ['overlapMs', 'overwrites', 'letThrough', 'refused']),
  build: (parts) =>
    systemsSideBySide(
      parts,
      Object.fromEntries(
        serviceKinds.map((service) => [
          service,
          {
            service,
            ttlMs: parts.params.ttlMs,
            startsMs: (client: number) => startMs + 1_000 * client,
            workMs: constant(workMs),
            prepareMs,
            retryMs: constant(retryMs),
            stores: ['plain', 'fenced'] as const,
          },
        ]),
      ),
    ),
  goals: () => [holdsAtLeast(2)],
  expect: (p) =>
    serviceKinds.flatMap((service) => {
      const overtaken = isOvertaken(service, p);
      const title = serviceTitles[service];
      const stale = Number(overtaken);
      if (overtaken === undefined) return [];
      return [
        {
          id: `${service}-overlap`,
          text: `${title}: time that two clients were at work at once, in ms: the successor’s work, cut short if the first wakes earlier`,
          ...(service === 'redlock' ? { claim: 'q15-redlock-pause-breaks' } : {}),
          measured: (metrics) => metrics[`${service}.overlapMs`].value,
          bound: expectedOverlap(service, p),
        },
        {
          id: `${service}-overwrites`,
          text: `${title}: late writes of the first holder that a store without tokens accepted`,
          ...(service === 'redis' ? { claim: 'one-redis-lock-unsafe' } : {}),
          measured: (metrics) => metrics[`${service}.overwrites`].value,
          bound: exactBound(stale),
        },
        {
          id: `${service}-refused`,
          text: `${title}: late writes of the first holder that a store with tokens refused`,
          ...(service === 'consensus' ? { claim: 'q15-fencing-rejects-stale' } : {}),
          measured: (metrics) => metrics[`${service}.refused`].value,
          bound: exactBound(service === 'redlock' ? 0 : stale),
        },
      ];
    }),
  tells: ({ params: { pauseMs, ttlMs }, metrics, subject }) => {
    const count = (metric: 'overlapMs' | 'overwrites' | 'refused') =>
      serviceKinds.filter((service) => metrics[`${service}.${metric}`].value > 0).length;
    const longest = Math.max(...serviceKinds.map((kind) => metrics[`${kind}.overlapMs`].value));
    const titles = serviceKinds.map((kind) => serviceTitles[kind]);
    const all = titles.length;
    const overlapping = count('overlapMs');
    if (overlapping === 0) {
      return `A pause of ${inSeconds(pauseMs)} ends before the lock does: on all ${all} services the second client waited.`;
    }
    if (count('overwrites') === 0) {
      return `After a pause of ${inSeconds(pauseMs)} under a lock of ${inSeconds(ttlMs)} the first client still wrote before its successor, but two clients took themselves for the holder at once on ${overlapping} of ${all} services, for up to ${inSeconds(longest)}. After a longer pause it would overwrite the other’s work, and no lock service keeps it from that: the store has to refuse the late write by its fencing token, lower than the highest that it has seen.`;
    }
    return (
      `No lock service does by itself: the lock expires while its holder is paused, the next client gets it, and the first writes when it wakes; the store has to refuse that write by its fencing token, lower than the highest that it has seen, which worked on ${count('refused')} of ${all} services (${missing(subject)}). ` +
      `Without tokens the late write overwrote the newer one on ${count('overwrites')} of ${all} services, after a pause of ${inSeconds(pauseMs)} under a lock of ${inSeconds(ttlMs)}. ` +
      'The store must keep the highest token of each resource and compare it at each write; and the tokens of a Redis are safe only as long as no failover loses its counter. ' +
      `Two clients took themselves for the holder at once on ${overlapping} of ${all} services (${titles.join(', ')}), for up to ${inSeconds(longest)}; the second client’s work takes ${inSeconds(workMs + prepareMs)}.`
    );
  },
});

const missing = ({ systems }: LocksCluster): string => {
  const through = systems.filter(({ judge }) => judge.metrics.letThrough.value > 0);
  const names = through.map(({ options }) => serviceTitles[options.service]);
  return names.length === 0
    ? 'no late write got past it'
    : `${names.join(', ')} has no number to compare`;
};

// Left out: pauses of servers, and several locks. A pause stands for anything that delays the
// write: garbage collection, a stopped virtual machine, a slow packet.
