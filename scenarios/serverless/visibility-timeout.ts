import * as z from 'zod';
import { runsOf, visibilityMs } from '../../sims/serverless/messages.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  messages: whole(100, 20_000, 2_000, 'messages'),
  visibleS: real(5, 300, 30, 'after which a message is visible again, by default, seconds'),
  fastestS: real(0.1, 60, 5, 'shortest run, seconds'),
  slowestS: real(1, 120, 45, 'timeout of the function, and its longest run, seconds'),
});

const shareAbove = ({ visibleS, fastestS, slowestS }: z.output<typeof params>): number => {
  const [low, high] = [Math.min(fastestS, slowestS), slowestS];
  return high === low
    ? low > visibleS
      ? 1
      : 0
    : Math.min(1, Math.max(0, (high - visibleS) / (high - low)));
};

export default scenario({
  ...aboutFunctions,
  id: 'serverless/visibility-timeout',
  asks: 'A message is visible again after 30 seconds, and the function may run for 45. How often does it run twice?',
  claims: [],
  code: ['sims/serverless/messages.ts#visibilityMs', 'sims/serverless/messages.ts#runsOf'],
  params,
  invariants: heldTo('effect-once'),
  metrics: {
    twice: gauge('share', 'of the messages that are worked on again, by default'),
    most: gauge('runs', 'of one message, by default'),
    again: gauge('messages', 'that are worked on again, with the timeout as it is'),
    visible: gauge('ms', 'until a message is visible again'),
  },
  build({ world, params, rules, metrics }) {
    const { messages, visibleS, fastestS, slowestS } = params;
    const study = new FunctionStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const stream = study.stream('messages');
    const visible = visibilityMs(1_000 * slowestS, 1_000 * visibleS, rules);
    const low = Math.min(fastestS, slowestS);
    const counts = { twice: 0, most: 1, again: 0 };
    study.next(() => estimates('visible', 'visible again after', visible, 'ms'));
    const batch = Math.ceil(messages / 10);
    for (let from = 0; from < messages; from += batch) {
      study.next(() => {
        for (let message = from; message < Math.min(messages, from + batch); message++) {
          const takesMs = 1_000 * (low + (slowestS - low) * stream());
          const byDefault = runsOf(takesMs, 1_000 * visibleS);
          const times = runsOf(takesMs, visible);
          counts.twice += byDefault > 1 ? 1 : 0;
          counts.most = Math.max(counts.most, byDefault);
          counts.again += times > 1 ? 1 : 0;
          if (times > 1 && counts.again <= 3)
            study.tells({ kind: 'runs', message: message + 1, times });
        }
        study.observes('messages that would have been worked on again so far', counts.twice);
      });
    }
    return study
      .next(() => observes('twice', 'worked on again, by default', counts.twice / messages))
      .next(() => observes('most', 'runs of one message, by default', counts.most))
      .next(() => {
        observes('again', 'messages that are worked on again', counts.again);
        study.holds(
          'effect-once',
          counts.again === 0,
          `${counts.again} of ${messages} messages are worked on again while the first run is not over`,
        );
      });
  },
  expect: (params) => [
    within('twice', 'twice', shareOf(params.messages, shareAbove(params))).says(
      'messages that are worked on again, by default: P(run > visibility)',
    ),
    within('again', 'again', { atMost: 0 }).says(
      'messages that are worked on again, at six times the timeout',
    ),
    within('most', 'most', {
      atLeast: 1,
      atMost: Math.max(1, Math.ceil(params.slowestS / params.visibleS)),
    }).says('runs of one message, by default'),
  ],
  tells: ({ params: { visibleS, slowestS }, metrics: m }) =>
    `${significant(100 * (m.twice.value ?? 0))}% of the messages would run twice: whenever a run takes more than the visibility timeout of ${inDigits(visibleS)} s, the queue gives the message to another instance while the first still works on it. With a visibility timeout of six times the function’s ${inDigits(slowestS)} s, ${inDigits(m.again.value ?? 0)} run twice; but a message that fails is repeated later. Because a queue delivers at least once anyway, make the work idempotent.`,
});

// Left out: batches of messages, failures, and effects that are idempotent, which do not care.
