/**
 * Three generators with the same load, whose clocks are put back by the same amount, each react
 * differently. A fourth one crashes first, so all it knows of its last id is what is on its disk.
 */
import * as z from 'zod';
import { givesIds, idInvariants, idSubject } from '../../sims/clocks/ids/cluster.ts';
import { backPolicies } from '../../sims/clocks/ids/snowflake.ts';
import { clocksNotes } from '../../sims/clocks/notes.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { clockJump, crash, restart } from '../../src/world/fault.ts';
import { aboutClocks, listOf } from './common.ts';

const params = z.object({
  backMs: whole(1, 2_000, 50, 'by how much the clocks are put back'),
});
type Params = z.output<typeof params>;

const startsMs = 100;
const everyMs = 1;
const kinds = [...backPolicies, 'restart'] as const;
/** Before the jump, and after the clock has caught up. */
const spareRequests = 40;
const requests = ({ backMs }: Params) => backMs + 2 * spareRequests;
const endMs = (p: Params) => startsMs + requests(p) * everyMs + 200;

/**
 * For the request k ms after the last one, the clock is backMs - k behind its last id: 0 does not
 * count as back.
 */
const foundBack = ({ backMs }: Params) => backMs - 1;

export default scenario({
  ...aboutClocks,
  id: 'clocks/clock-back',
  asks: 'NTP puts the clock of an id generator back. What does it cost to refuse, to wait, or to go on as if the clock stood still, and does a restart in between make duplicates?',
  claims: ['q10-snowflake-unique'],
  code: [
    'sims/clocks/ids/snowflake.ts#take',
    'sims/clocks/ids/snowflake.ts#whileBack',
    'sims/clocks/ids/generator.ts#reserve',
  ],
  params,
  durationMs: endMs,
  plan: ({ backMs }, random) => {
    // Between two requests: the last id has the millisecond of the earlier one.
    const jumpMs = startsMs + randomInteger(random.stream('plan'), 20, spareRequests) + 0.75;
    return [
      { atMs: jumpMs - 0.25, fault: crash('restart-g1') },
      ...kinds.map((kind) => ({ atMs: jumpMs, fault: clockJump(`${kind}-g1`, -backMs) })),
      { atMs: jumpMs + 0.125, fault: restart('restart-g1') },
    ];
  },
  metrics: {
    'refuse.refused': gauge(
      'requests',
      'refused by the generator that refuses while the clock is back',
    ),
    'wait.refused': gauge('requests', 'refused by the generator that waits'),
    'borrow.refused': gauge('requests', 'refused by the generator that goes on'),
    longestWaitMs: gauge('ms', 'the longest wait for a clock that was back'),
    duplicates: gauge('ids', 'given out twice, by any of them'),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = idSubject(
      world,
      rules,
      kinds.map((kind) => ({
        name: `${kind}-`,
        whenBack: kind === 'restart' ? ('wait' as const) : kind,
        reserveMs: 5,
        startsBelow: 1,
        sortedBeyondMs: p.backMs + 10,
        everyMs,
        startsMs,
        batches: listOf(requests(p), () => 1),
      })),
    );
    let longestMs = 0;
    clocksNotes.listen(world.trace, 'clock-is-back', ({ byMs }, by) => {
      if (by === 'wait-g1') longestMs = Math.max(longestMs, byMs);
    });
    world.at(endMs(p) - 1, () => {
      for (const [place, policy] of backPolicies.entries())
        metrics[`${policy}.refused`].set(subject.fleets[place]?.refused ?? 0);
      metrics.longestWaitMs.set(longestMs);
      metrics.duplicates.set(subject.fleets.reduce((sum, { judge }) => sum + judge.duplicates, 0));
    });
    return subject;
  },
  invariants: idInvariants,
  goals: () => [givesIds(2 * spareRequests - 1)],
  expect: (p) => [
    exactly(foundBack(p), 'refuse.refused', 'refuses').says(
      'requests refused by the generator that refuses: all until its clock has caught up',
    ),
    exactly(0, 'wait.refused', 'waits').says(
      'requests refused by the generator that waits, if the callers wait as well',
    ),
    within('longestWaitMs', 'waits-as-long', { atLeast: p.backMs - 2, atMost: p.backMs }).says(
      'longest wait of a caller of the generator that waits, in ms: until its clock has caught up',
    ),
    exactly(0, 'borrow.refused', 'goes-on').says(
      'requests refused by the generator that goes on at the last millisecond, as long as its sequence lasts',
    ),
    exactly(0, 'duplicates', 'no-duplicates').says(
      'ids given out twice, with or without a crash before the clock is put back',
      'q10-snowflake-unique',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `A generator that went on by a clock put back would make its last ids again; so it refuses, waits until the clock has caught up, or goes on from the last millisecond that it used. With the clock ${p.backMs} ms back, refusing cost ${counted(m['refuse.refused'].value ?? 0, 'request')}, ` +
    `waiting took up to ${Math.round(m.longestWaitMs.value ?? 0)} ms, and going on ` +
    `gave ids up to ${p.backMs} ms ahead of the clock. ` +
    'None of them made a duplicate. Nor did a generator that crashed first: it writes to disk up to which millisecond it may use ids, ' +
    'and after the restart continues beyond that.',
});

// Left out: a clock that was ahead and is put right while ids were borrowed for hours: the ids stay ahead until it catches up.
