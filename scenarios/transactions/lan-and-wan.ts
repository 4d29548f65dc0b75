import * as z from 'zod';
import { everyTransactionEnds, someCommit } from '../../sims/transactions/commit/properties.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutCommit, begin, cluster, drawLateMs } from './commit-common.ts';

const params = z.object({
  participants: whole(2, 10, 3, 'participants'),
  lanMs: real(0.05, 10, 0.25, 'one way within a data centre'),
  wanMs: real(1, 500, 40, 'one way between regions'),
  diskMs: real(0, 20, 1, 'duration of a forced write'),
});
type Params = z.output<typeof params>;

const startMs = 100;
const places = ['lan', 'wan'] as const;
/** From a vote to its decision: the vote is written and sent, then the decision is. */
const heldMs = (oneWayMs: number, { diskMs }: Params) => 2 * oneWayMs + 2 * diskMs;

export default scenario({
  ...aboutCommit,
  id: 'transactions/lan-and-wan',
  asks: 'A two-phase commit holds its locks until the decision arrives. How long is that within a data centre, and how long across regions?',
  claims: ['q18-2pc-short-only'],
  code: [
    'sims/transactions/commit/participant.ts#prepare',
    'sims/transactions/commit/two-phase/coordinator.ts#countVote',
  ],
  params,
  durationMs: ({ wanMs, diskMs }) => startMs + 200 + 20 * (wanMs + diskMs),
  plan: (_params, random) => {
    const atMs = startMs + drawLateMs(random);
    return places.map((_, place) => begin(atMs, place + 1));
  },
  metrics: {
    'lan.heldMs': gauge('ms', 'one data centre: from the vote to the decision'),
    'wan.heldMs': gauge('ms', 'across regions: from the vote to the decision'),
  },
  build({ world, rules, params: p, metrics }) {
    const diskMs = constant(p.diskMs);
    const all = cluster(
      { world, rules },
      places.map((name) => ({ name, participants: p.participants, diskMs })),
    );
    all.transactions.forEach(({ options }, place) => {
      const latencyMs = constant(place === 0 ? p.lanMs : p.wanMs);
      for (const id of options.participants) {
        world.network.changeLink(id, options.coordinator, { latencyMs });
        world.network.changeLink(options.coordinator, id, { latencyMs });
      }
    });
    world.at(startMs + 100 + 10 * (p.wanMs + p.diskMs), () => {
      all.transactions.forEach(({ judge }, place) => {
        const metric = metrics[place === 0 ? 'lan.heldMs' : 'wan.heldMs'];
        metric.set(judge.blockedMs / p.participants);
      });
    });
    return all;
  },
  goals: () => [everyTransactionEnds(0), someCommit(2)],
  expect: (p) => [
    within('lan.heldMs', 'lan', about(heldMs(p.lanMs, p))).says(
      'time that a participant holds its locks within one data centre, in ms: two messages and two forced writes',
    ),
    within('wan.heldMs', 'wan', about(heldMs(p.wanMs, p))).says(
      'time that a participant holds its locks across regions, in ms: two messages and two forced writes',
    ),
  ],
  tells({ metrics }) {
    const [lan, wan] = places.map((place) => metrics[`${place}.heldMs`].value ?? 0) as [
      number,
      number,
    ];
    const ceiling = (ms: number) => inDigits(Math.floor(1000 / ms));
    return (
      `From its vote until the decision is back, a round trip and a forced write: ${inDigits(lan)} ms within a data centre, and ${inDigits(wan)} ms across regions. ` +
      `Transactions on the same row run one after the other, so at most ${ceiling(lan)} a second commit within a data centre ` +
      `and ${ceiling(wan)} across regions, even without a failure.`
    );
  },
});

/** The same terms, summed in a different order. */
const about = (ms: number) => ({ atLeast: ms - 1e-6, atMost: ms + 1e-6 });

// Left out: work done under the locks before the vote, and a coordinator in one participant’s
// region.
