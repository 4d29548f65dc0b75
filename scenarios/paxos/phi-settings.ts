import * as z from 'zod';
import { member } from '../../sims/paxos/detectors/detector.ts';
import { detectionMs, falseSuspicionShare } from '../../sims/paxos/detectors/formulas.ts';
import { phiMonitor } from '../../sims/paxos/detectors/phi.ts';
import { heartbeatMs, type Setting, settings } from '../../sims/paxos/detectors/settings.ts';
import { paxosNotes } from '../../sims/paxos/notes.ts';
import { paxos } from '../../sims/paxos/paxos.ts';
import { mean, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { constant, exponential, sampler } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { normalQuantile } from '../../src/statistics/distributions.ts';
import { inSeconds, percent } from '../../src/words/numbers.ts';
import { crash, pause } from '../../src/world/fault.ts';
import { allAreFound } from './detector-common.ts';

const params = z.object({
  members: whole(20, 500, 40, 'members per setting that pause, and the same number that crash'),
  pauseS: real(0.2, 60, 3, 'mean pause of a healthy member, in seconds'),
});
type Params = z.output<typeof params>;

const latencyMs = 1;
const beats = 20;
const troubleMs = (beats + 1) * heartbeatMs;
/** A pause need not be longer than any detector waits. */
const pauseMsMax = 20_000;
const all: readonly Setting[] = ['akka', 'akka12', 'cassandra'];
const names = {
  akka: 'Akka with phi 8',
  akka12: 'Akka with phi 12',
  cassandra: 'Cassandra with phi 8',
};
/** Silence after which a member is suspected whose heartbeats have come at even intervals. */
const silenceOf = (setting: Setting, threshold: number = settings[setting].threshold) =>
  settings[setting].silenceMs([heartbeatMs], threshold);
const timingOf = (setting: Setting, threshold?: number) => ({
  intervalMs: heartbeatMs,
  timeoutMs: silenceOf(setting, threshold),
});
const shareOf = ({ pauseS }: Params, setting: Setting, threshold?: number) =>
  falseSuspicionShare(timingOf(setting, threshold), 1_000 * pauseS);
/** One run in a million lies outside. */
const zMax = normalQuantile(1 - 5e-7);

export default scenario({
  id: 'paxos/phi-settings',
  asks: 'Members pause, for example for garbage collection, and others crash. With default settings, how often do the detectors of Akka and Cassandra suspect healthy members, and how soon do they detect a crash?',
  sim: paxos,
  claims: ['num-zk-session-too-low'],
  code: [
    'sims/paxos/detectors/settings.ts#akkaSilenceMs',
    'sims/paxos/detectors/settings.ts#cassandraSilenceMs',
  ],
  params,
  swarm: { members: [20, 60] },
  durationMs: () => troubleMs + pauseMsMax + 2_000,
  network: () => ({ latencyMs: constant(latencyMs) }),
  plan({ members, pauseS }, random) {
    const stream = random.stream('troubles');
    const draw = sampler(exponential(1_000 * pauseS), stream);
    const anyMs = () => troubleMs + stream() * heartbeatMs;
    return all.flatMap((setting) =>
      Array.from({ length: members }, (_, place) => [
        {
          atMs: anyMs(),
          fault: pause(`${setting}-pauses${place + 1}`, Math.min(draw(), pauseMsMax)),
        },
        { atMs: anyMs(), fault: crash(`${setting}-crashes${place + 1}`) },
      ]).flat(),
    );
  },
  metrics: {
    akka: counter('members', 'healthy, but suspected in a pause by Akka’s detector, phi 8'),
    akka12: counter('members', 'healthy, but suspected in a pause by Akka’s detector, phi 12'),
    cassandra: counter('members', 'healthy, but suspected in a pause by Cassandra’s detector'),
    akkaMs: histogram('ms', 'from a crash until Akka’s detector finds it, phi 8'),
    akka12Ms: histogram('ms', 'from a crash until Akka’s detector finds it, phi 12'),
    cassandraMs: histogram('ms', 'from a crash until Cassandra’s detector finds it'),
  },
  build({ world, params: p, metrics }) {
    for (const setting of all) {
      for (let n = 1; n <= p.members; n++) {
        for (const kind of ['pauses', 'crashes']) {
          const id = `${setting}-${kind}${n}`;
          world.addNode(`watch-${id}`, phiMonitor(settings[setting]));
          world.addNode(id, member(`watch-${id}`, heartbeatMs, (heartbeatMs * n) / p.members));
        }
      }
    }
    const crashedAtMs = new Map<string, number>();
    world.trace.on('crash', ({ node = '', atMs }) => crashedAtMs.set(node, atMs));
    paxosNotes.listen(world.trace, 'suspects', (_note, by, atMs) => {
      const id = by.replace('watch-', '');
      const setting = must(
        all.find((one) => id.startsWith(`${one}-`)),
        'setting',
      );
      const crashed = crashedAtMs.get(id);
      if (crashed === undefined) metrics[setting].add();
      else metrics[`${setting}Ms`].record(atMs - crashed);
    });
    return {
      found: () => all.reduce((sum, setting) => sum + metrics[`${setting}Ms`].count, 0),
      crashes: all.length * p.members,
    };
  },
  invariants: [],
  goals: () => [allAreFound],
  expect: (p) =>
    all.flatMap((setting) => {
      const { mean: expected } = detectionMs(timingOf(setting), latencyMs);
      const error = (zMax * heartbeatMs) / Math.sqrt(12 * p.members);
      return [
        within(setting, `${setting}-false`, binomialBounds(p.members, shareOf(p, setting))).says(
          `healthy members that ${names[setting]} suspects in a pause: those whose pause is too long, by the distribution of pauses`,
          'num-zk-session-too-low',
        ),
        within(mean(`${setting}Ms`), `${setting}-detection`, {
          atLeast: expected - error,
          atMost: expected + error,
        }).says(
          `mean time until ${names[setting]} detects a crash, in ms: ${inSeconds(silenceOf(setting))} of silence minus half a heartbeat interval`,
        ),
      ];
    }),
  tells({ params: p, metrics: m }) {
    const told = (setting: Setting) =>
      `${percent(m[setting].value / p.members)} of the healthy members and detects a crash after ${inSeconds(m[`${setting}Ms`].mean)}`;
    return (
      `Akka waits for little more than an interval plus its allowance of 3 s, Cassandra for ${(8 * Math.LN10).toFixed(1)} mean intervals, so Akka detects a crash sooner and Cassandra suspects fewer healthy members. ` +
      `In pauses of ${p.pauseS} s on average, ${names.akka} suspects ${told('akka')}; ` +
      `${names.cassandra} suspects ${told('cassandra')}. With even heartbeats Akka’s threshold hardly matters: with phi 12 it detects a crash after ${inSeconds(m.akka12Ms.mean)}.`
    );
  },
  plots: ({ params: p }) => [
    {
      title: `False suspicions against detection time, for phi from 1 to 16; pauses of ${p.pauseS} s on average`,
      xLabel: 'ms until a crash is detected',
      yLabel: 'share of pauses suspected',
      lines: (['akka', 'cassandra'] as const).map((name) => ({
        name,
        points: Array.from({ length: 16 }, (_, place) => {
          const { mean: foundMs } = detectionMs(timingOf(name, place + 1), latencyMs);
          return [foundMs, Math.min(1, shareOf(p, name, place + 1))] as const;
        }),
      })),
    },
  ],
});

// Left out: jitter, see paxos/phi-accrual; the initial estimates of both; and that Cassandra checks
// once a second.
