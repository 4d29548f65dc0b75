import * as z from 'zod';
import { type BatchedMessage, workedOn } from '../../sims/serverless/batches.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inPercent, times } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  batches: whole(50, 1_000, 200, 'batches of messages'),
  size: whole(1, 50, 10, 'messages of a batch'),
  poison: real(0.001, 0.2, 0.02, 'share of the messages that always fail'),
  receives: whole(1, 20, 5, 'times that a message may be received (maxReceiveCount)'),
});

/** A queue keeps messages for days; so many rounds show that it goes on. */
const roundsMax = 60;

export default scenario({
  ...aboutFunctions,
  id: 'serverless/poison-message',
  asks: 'One message in fifty always fails, and a function takes ten at a time. What becomes of the other nine?',
  claims: [],
  code: ['sims/serverless/batches.ts#workedOn'],
  params,
  invariants: heldTo('effect-once', 'poison-is-bounded'),
  metrics: {
    tainted: gauge('share', 'of the batches that hold a message that fails'),
    again: gauge('messages', 'that are fine, and were worked on again'),
    most: gauge('runs', 'of one message'),
    dead: gauge('messages', 'in the dead-letter queue'),
    poison: gauge('share', 'of the messages that always fail'),
  },
  build({ world, params: { batches, size, poison, receives }, rules, metrics }) {
    const study = new FunctionStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('messages');
    const all: BatchedMessage[] = Array.from({ length: batches * size }, (_, id) => ({
      id,
      isPoison: chance(stream, poison),
      received: 0,
    }));
    let queue: readonly BatchedMessage[] = all;
    let [rounds, dead, tainted, told] = [0, 0, 0, 0];
    const round = () => {
      if (queue.length === 0) return;
      rounds += 1;
      const next: BatchedMessage[] = [];
      for (let from = 0; from < queue.length; from += size) {
        const batch = queue.slice(from, from + size);
        if (rounds === 1 && batch.some(({ isPoison }) => isPoison)) tainted += 1;
        const outcome = workedOn(batch, receives, rules);
        next.push(...outcome.again);
        dead += outcome.dead.length;
        for (const { id, received } of outcome.dead)
          if (told++ < 10) study.tells({ kind: 'runs', message: id + 1, times: received });
      }
      queue = next;
      study.observes(`messages that come back after round ${rounds}`, queue.length);
    };
    for (let each = 0; each < roundsMax; each++) study.next(round);
    const isAgain = ({ isPoison, received }: BatchedMessage) => !isPoison && received > 1;
    return study
      .next(() => observes('tainted', 'batches with a message that fails', tainted / batches))
      .next(() =>
        observes(
          'poison',
          'messages that always fail',
          all.filter(({ isPoison }) => isPoison).length / all.length,
        ),
      )
      .next(() => {
        const again = observes('again', 'fine, and worked on again', all.filter(isAgain).length);
        study.holds(
          'effect-once',
          again === 0,
          `${again} of ${all.length} messages are fine and have their effect again, because another of their batch failed`,
        );
      })
      .next(() => {
        const most = all.reduce((largest, { received }) => Math.max(largest, received), 0);
        observes('most', 'runs of one message', most);
        observes('dead', 'in the dead-letter queue', dead);
        study.holds(
          'poison-is-bounded',
          most <= receives && queue.length === 0,
          `${queue.length} messages have been run ${times(most)}, and come back`,
        );
      });
  },
  expect: ({ batches, size, poison, receives }) => [
    within('tainted', 'tainted', shareOf(batches, 1 - pow(1 - poison, size))).says(
      'batches with a message that fails: 1 - (1 - share)^size',
    ),
    within('poison', 'poison', shareOf(batches * size, poison)).says('messages that always fail'),
    within('again', 'again', { atMost: 0 }).says('messages that are fine, and are worked on again'),
    // Without any that fails every message runs once.
    ...(batches * size * poison > 30
      ? [within('most', 'most', near(receives)).says('runs of a message that always fails')]
      : []),
  ],
  tells: ({ params: { size, poison, receives }, metrics: m }) =>
    `The other messages are ${m.again.value === 0 ? 'done once' : `done again, ${counted(m.again.value ?? 0, 'message')}`} if the function reports which messages failed (ReportBatchItemFailures); otherwise the whole batch comes back. With ${inPercent(poison)} that fail, ${significant(100 * (m.tainted.value ?? 0))}% of the batches of ${size} hold one. ${counted(m.dead.value ?? 0, 'message')} are in the dead-letter queue after ${receives} runs each; without one they come back until the queue forgets them, after 4 days by default.`,
});

// Left out: FIFO queues, in which a message that fails holds up its group, and failures that go away.
