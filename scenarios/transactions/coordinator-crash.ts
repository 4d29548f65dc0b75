import * as z from 'zod';
import type { Transaction } from '../../sims/transactions/commit/cluster.ts';
import { presumptions } from '../../sims/transactions/commit/options.ts';
import { everyTransactionEnds, someCommit } from '../../sims/transactions/commit/properties.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter, type Gauge, gauge, type MetricDefinition } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutCommit, begin, cluster, crashBefore, drawLateMs } from './commit-common.ts';
import {
  type CoordinatorCrash,
  coordinatorCrashes,
  diskMs,
  linkMs,
  type PointId,
  participants,
  startMs,
  timeline,
} from './coordinator-crashes.ts';

const params = z.object({
  presumes: z
    .enum(presumptions)
    .default('abort')
    .describe('what the coordinator presumes of a transaction that it does not know'),
  downMs: whole(1_000, 600_000, 30_000, 'how long the coordinator is down'),
  locks: whole(1, 1_000, 10, 'locks that each participant holds'),
});
type Params = z.output<typeof params>;

const inquireMs = 250;
/** The same for every presumption, except for their times. */
const points = coordinatorCrashes('abort');

/**
 * Participants x locks x downtime, for participants in doubt; the others wait only for the
 * protocol.
 */
function blockedLockS({ atMs, voted, told }: CoordinatorCrash, p: Params) {
  const { asksMs, tellsMs } = timeline(p.presumes);
  const protocolMs = tellsMs - asksMs;
  const backMs = atMs + p.downMs;
  const inDoubt = voted - told;
  const lockS = (doubtMs: number) => (p.locks * (told * protocolMs + inDoubt * doubtMs)) / 1000;
  const furthestMs = linkMs(participants - 1);
  return {
    atLeast: lockS(backMs - asksMs - furthestMs) - 1e-6,
    // The answer to an inquiry, or a record of the restarted coordinator, may still be in flight.
    atMost: lockS(backMs - asksMs + inquireMs + 3 * furthestMs + 2 * diskMs) + 1e-6,
  };
}

type OfPoint = `blocked.${PointId}`;
const ofPoint = (id: PointId): OfPoint => `blocked.${id}`;

const blockedAtEachPoint = Object.fromEntries(
  points.map(({ id, says }) => [
    ofPoint(id),
    gauge('lock-s', `locks in doubt if the coordinator crashes when ${says}`),
  ]),
) as Record<OfPoint, MetricDefinition<Gauge>>;

const nodeOf = (point: string, node: string) => `${point}/${node}`;
const cutTo = ({ id, reached }: CoordinatorCrash) =>
  Array.from({ length: participants - reached }, (_, place) =>
    nodeOf(id, `rm${reached + place + 1}`),
  );

export default scenario({
  ...aboutCommit,
  id: 'transactions/coordinator-crash',
  asks: 'The coordinator of a two-phase commit crashes, at each possible point in turn. Do the participants ever end differently, and how long do their locks stay blocked?',
  claims: ['q18-2pc-short-only'],
  code: [
    'sims/transactions/commit/participant.ts#wait',
    'sims/transactions/commit/two-phase/coordinator.ts#answer',
    'sims/transactions/commit/two-phase/coordinator.ts#recover',
  ],
  params,
  durationMs: ({ downMs }) => startMs + downMs + 3_000,
  plan: (p, random) => {
    const lateMs = drawLateMs(random);
    return coordinatorCrashes(p.presumes).flatMap((point, place) => [
      begin(startMs + lateMs, place + 1),
      ...crashBefore(nodeOf(point.id, 'tm'), {
        atMs: point.atMs + lateMs,
        cutFromMs: point.cutFromMs + lateMs,
        downMs: p.downMs,
        cutTo: cutTo(point),
      }),
    ]);
  },
  metrics: {
    commits: counter('transactions', 'that committed'),
    aborts: counter('transactions', 'that aborted'),
    longestDoubtMs: gauge('ms', 'longest time that a participant was in doubt'),
    ...blockedAtEachPoint,
  },
  build({ world, rules, params: { presumes, downMs, locks }, metrics }) {
    const all = cluster(
      { world, rules },
      points.map(({ id: name }) => ({
        name,
        participants,
        presumes,
        inquireMs,
        diskMs: constant(diskMs),
      })),
    );
    for (const { options } of all.transactions) {
      options.participants.forEach((id, place) => {
        const link = { latencyMs: constant(linkMs(place)) };
        world.network.changeLink(id, options.coordinator, link);
        world.network.changeLink(options.coordinator, id, link);
      });
    }
    world.at(startMs + downMs + 2_000, () => {
      all.transactions.forEach(({ judge }, place) => {
        const { id } = must(points[place], 'a transaction for each point');
        metrics[ofPoint(id)].set((judge.blockedMs * locks) / 1000);
        if (judge.outcome === 'commit') metrics.commits.add();
      });
      metrics.aborts.add(all.transactions.filter(hasAborted).length);
      const doubts = all.transactions.flatMap(({ judge }) => [...judge.doubtMs.values()]);
      metrics.longestDoubtMs.set(Math.max(...doubts));
    });
    return all;
  },
  goals: () => [everyTransactionEnds(2_000), someCommit(1)],
  expect: (p) => [
    exactly(2 * participants + 2, 'commits', 'commits').says(
      'transactions that commit: those whose coordinator had recorded the decision before it crashed',
    ),
    // Under presumed commit the participants are on record before any of them is asked.
    exactly(2 * participants + Number(p.presumes === 'commit'), 'aborts', 'aborts').says(
      'transactions that abort: those that had begun when the coordinator crashed without a recorded decision',
    ),
    within('longestDoubtMs', 'doubt-is-downtime', {
      atLeast: p.downMs - 10,
      atMost: p.downMs + inquireMs + 10,
    }).says(
      'longest time that a participant waited for the decision after its yes vote, in ms: the coordinator’s downtime',
      'q18-2pc-short-only',
    ),
    ...coordinatorCrashes(p.presumes).map((point) => ({
      id: ofPoint(point.id),
      text: `${point.says}: lock-seconds in doubt, participants x locks x downtime`,
      measured: (metrics: Readonly<Record<OfPoint, Gauge>>) => metrics[ofPoint(point.id)]?.value,
      bound: blockedLockS(point, p),
    })),
  ],
  tells({ params: p, metrics, subject }) {
    const worst = Math.max(...points.map(({ id }) => metrics[ofPoint(id)].value ?? 0));
    const never = subject.transactions.filter(({ judge }) => judge.ended.size === 0).length;
    const waiting = points.filter(({ voted, told }) => voted > told).length;
    return (
      'Participants never end differently, but they block: one that has voted yes may neither commit nor abort by itself, and keeps its locks until the coordinator is back, ' +
      `${inDigits(p.downMs / 1000)} s here, after ${waiting} of ${points.length} crash points. ` +
      `${counted(metrics.commits.value, 'transaction')} committed and ${metrics.aborts.value} aborted, each at all participants that had heard of it${never === 0 ? '' : `; ${never} never began, because the coordinator crashed before it asked any participant`}. ` +
      `In the worst case ${participants} participants held ${counted(p.locks, 'lock')} each: ${inDigits(Math.round(worst))} ` +
      'lock-seconds.\n\n' +
      plainTable([
        ['the coordinator crashes when', 'all end with', 'in doubt', 'lock-seconds'],
        ...points.map(({ id, says, voted, told }, place) => [
          says,
          endOf(must(subject.transactions[place], 'a transaction for each point')),
          String(voted - told),
          inDigits(Math.round(metrics[ofPoint(id)].value ?? 0)),
        ]),
      ])
    );
  },
});

function endOf({ judge }: Transaction): string {
  const { outcome, ended } = judge;
  if (outcome !== undefined) return outcome;
  const [decision = 'it never began'] = ended.values();
  return ended.size === 0 ? decision : `${decision} (${ended.size} of ${participants} knew of it)`;
}

/** A participant that was never asked need not know of the transaction. */
const hasAborted = ({ judge }: Transaction): boolean =>
  judge.ended.size > 0 && [...judge.ended.values()].every((decision) => decision === 'abort');

// Left out: crashes of participants, and a coordinator that loses its disk. A lock in doubt
// survives a crash of its participant.
