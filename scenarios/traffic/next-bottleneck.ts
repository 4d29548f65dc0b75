import * as z from 'zod';
import { closedThroughput, throughputBound } from '../../sims/traffic/queues/formulas.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import {
  emptyPhases,
  type LoopMeasures,
  type LoopOptions,
  loop,
  type Phase,
} from '../../sims/traffic/queues/loop.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOf } from '../../src/statistics/moments.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutQueues, batchError } from './queues-kit.ts';

const params = z.object({
  users: whole(2, 200, 40, 'users, who wait for an answer and then think'),
  thinkMs: real(1, 10_000, 100, 'mean time until a user’s next request'),
  appMs: real(1, 1_000, 40, 'mean work of an app server per request'),
  databaseMs: real(1, 1_000, 15, 'mean work of the database per request'),
  phaseMs: real(5_000, 600_000, 20_000, 'time from one new server to the next'),
});
type Params = z.output<typeof params>;

const phases = 6;
const batches = 24;
/** A phase forgets the one before it within the first of these batches. */
const warmUp = 6;

const says = {
  app: 'every new server is an app server',
  busiest: 'every new server goes to the busiest tier',
};
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];
const phaseNames = ['1', '2', '3', '4', '5', '6'] as const;

const optionsOf = (arm: Arm, p: Params): LoopOptions => ({
  ...{ users: p.users, thinkMs: p.thinkMs, phaseMs: p.phaseMs, phases, batches },
  stations: [
    { name: 'app', servers: 1, serversMax: phases + 1, workMs: p.appMs },
    { name: 'database', servers: 1, serversMax: phases + 1, workMs: p.databaseMs },
  ],
  scalesFirstOnly: arm === 'app',
});

/** The number of servers at each station. */
const visitedBy = (p: Params, servers: readonly number[]) => [
  { workMs: p.thinkMs, servers: p.users },
  { workMs: p.appMs, servers: must(servers[0], 'app servers') },
  { workMs: p.databaseMs, servers: must(servers[1], 'database servers') },
];

const ratesOf = ({ answers }: Phase, p: Params) =>
  answers.slice(warmUp).map((count) => (count * 1_000 * batches) / p.phaseMs);
const theoryOf = ({ servers }: Phase, p: Params) =>
  1_000 * closedThroughput(p.users, visitedBy(p, servers));

interface Subject extends QueueSubject {
  readonly measures: Readonly<Record<Arm, LoopMeasures>>;
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/next-bottleneck',
  asks: 'Requests pass through app servers and a database, and servers are added one by one. When does another server stop helping?',
  claims: ['qf-plateau-next-bottleneck'],
  code: [
    'sims/traffic/queues/loop.ts#addServer',
    'sims/traffic/queues/formulas.ts#throughputBound',
  ],
  params,
  durationMs: ({ phaseMs }) => phases * phaseMs + 1,
  metrics: {
    ...gaugePer(phaseNames, 'app', 'answers/s', (n) => `phase ${n}, ${says.app}`),
    ...gaugePer(phaseNames, 'busiest', 'answers/s', (n) => `phase ${n}, ${says.busiest}`),
    beyond: gauge('answers/s', 'farthest from the closed form, beyond what chance allows'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const measuresOf = (arm: Arm) => {
      const measures = { phases: emptyPhases(optionsOf(arm, p)), breaches, done: false };
      world.addServer(arm, loop(rules, optionsOf(arm, p), measures));
      return measures;
    };
    const measures = { app: measuresOf('app'), busiest: measuresOf('busiest') };
    world.at(phases * p.phaseMs, () => {
      for (const arm of arms) {
        for (const [at, name] of phaseNames.entries()) {
          const phase = must(measures[arm].phases[at], 'phase');
          const rates = ratesOf(phase, p);
          metrics[`${name}.${arm}`].set(meanOf(rates));
          const beyond = Math.abs(meanOf(rates) - theoryOf(phase, p)) - batchError(rates);
          metrics.beyond.set(Math.max(metrics.beyond.value ?? 0, beyond));
        }
      }
    });
    return { breaches, measures, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('all-done', 'both services run to the end', ({ measures }) =>
      arms.every((arm) => measures[arm].done),
    ),
  ],
  expect: (p) => [
    within('beyond', 'closed-form', { atMost: 0 }).says(
      'answers per second beyond what chance allows around the closed form for a closed network, in all phases together',
    ),
    within('6.app', 'plateau', {
      atMost:
        1_000 / p.databaseMs +
        5 * Math.sqrt(1_000 / p.databaseMs / ((p.phaseMs * (1 - warmUp / batches)) / 1_000)),
    }).says(
      'answers per second with the last app server: at most what the database can serve',
      'qf-plateau-next-bottleneck',
    ),
  ],
  tells: ({ params: p, subject: { measures }, metrics: m }) =>
    `An app server stops helping once the database is the bottleneck, because throughput is at most the minimum of what the tiers can do: with one database, after ${counted(Math.ceil(p.appMs / p.databaseMs), 'app server')}. One app server can serve ${inDigits(Math.round(1_000 / p.appMs))} requests a second, the database ${inDigits(Math.round(1_000 / p.databaseMs))}; then a second database helps, and no further app server.\n\n` +
    plainTable([
      ['phase', ...arms.flatMap((arm) => [`${arm}: servers`, 'answers/s', 'closed form', 'bound'])],
      ...phaseNames.map((name, at) => [
        name,
        ...arms.flatMap((arm) => {
          const phase = must(measures[arm].phases[at], 'phase');
          const bound = 1_000 * throughputBound(p.users, visitedBy(p, phase.servers));
          return [
            `${phase.servers[0]} app, ${phase.servers[1]} db`,
            (m[`${name}.${arm}`].value ?? 0).toFixed(1),
            theoryOf(phase, p).toFixed(1),
            bound.toFixed(1),
          ];
        }),
      ]),
    ]),
});

// Left out: servers that slow each other down: see `traffic/slower-together`.
