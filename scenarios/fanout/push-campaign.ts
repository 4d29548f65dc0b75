import * as z from 'zod';
import { providerServer } from '../../sims/fanout/campaign/provider.ts';
import { senderServer } from '../../sims/fanout/campaign/sender.ts';
import { fanoutNotes } from '../../sims/fanout/notes.ts';
import type { FanoutRules } from '../../sims/fanout/rules.ts';
import { shareOf } from '../../src/check/bounds.ts';
import { none, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutServers, leastMs, mostMs, watching } from './kit.ts';

const params = z.object({
  users: whole(100_000, 100_000_000, 10_000_000, 'who get the push'),
  batches: whole(400, 2_000, 1_000, 'requests to the push provider, each for its share of them'),
  crashes: whole(1, 20, 20, 'of the sender, each at a random moment'),
});
type Params = z.output<typeof params>;

const ways = ['send-first', 'record-first', 'with-key'] as const;
type Way = (typeof ways)[number];
/** What each way leaves out, whatever the rules of the run are. */
const rulesOf = (way: Way, rules: FanoutRules): FanoutRules =>
  way === 'with-key'
    ? rules
    : { ...rules, 'send-carries-key': false, 'checkpoint-after-send': way === 'send-first' };

const [loadMs, diskMs, downMs] = [20, 10, 200];
/** There and back. */
const callMs = leastMs + mostMs;
const batchMs = loadMs + callMs + diskMs;
const leastBatchMs = loadMs + 2 * leastMs + diskMs;
const mostBatchMs = loadMs + 2 * mostMs + diskMs;
/** Each crash comes in a part of its own of the shortest time that the campaign can take. */
const partMs = (p: Params) => (0.9 * p.batches * leastBatchMs) / p.crashes;
const runMs = (p: Params) => (p.batches + p.crashes) * mostBatchMs + p.crashes * downMs + 1_000;
/** The share of a batch’s time in which a crash has this effect. */
const sharesOf: Readonly<Record<'again' | 'left', number>> = {
  again: (callMs + diskMs) / batchMs,
  left: loadMs / batchMs,
};
const usersOf = (p: Params, batch: number) =>
  Math.floor((batch * p.users) / p.batches) - Math.floor(((batch - 1) * p.users) / p.batches);

export default scenario({
  ...aboutServers,
  id: 'fanout/push-campaign',
  asks: 'A push notification goes to ten million users, and its sender crashes on the way. How does no user get it twice, and none is left out?',
  claims: [],
  code: [
    'sims/fanout/campaign/sender.ts#sending',
    'sims/fanout/campaign/provider.ts#providerServer',
  ],
  params,
  durationMs: runMs,
  plan: (p, random) => {
    const stream = random.stream('plan');
    return Array.from({ length: p.crashes }, (_, place) => {
      const atMs = (place + stream() * 0.5) * partMs(p) + mostBatchMs;
      return ways.flatMap((way) => [
        { atMs, fault: crash(`${way}/sender`) },
        { atMs: atMs + downMs, fault: restart(`${way}/sender`) },
      ]);
    }).flat();
  },
  metrics: {
    ...gaugePer(ways, 'again', 'batches', (way) => `${way}: sent twice`),
    ...gaugePer(ways, 'left', 'batches', (way) => `${way}: never sent`),
    ...gaugePer(ways, 'known', 'batches', (way) => `${way}: recognised by the provider`),
    ...gaugePer(ways, 'usersTwice', 'users', (way) => `${way}: who get the push twice`),
    ...gaugePer(ways, 'usersLeft', 'users', (way) => `${way}: who never get it`),
  },
  build({ world, params: p, rules, metrics }) {
    const senders = ways.map((way) => {
      const provider = world.addServer(`${way}/provider`, providerServer());
      const campaign = { id: 'sale', batches: p.batches, loadMs };
      const server = senderServer(rulesOf(way, rules), campaign, provider.self);
      return world.addServer(`${way}/sender`, server, { diskMs: constant(diskMs) });
    });
    const subject = watching(world, () =>
      senders.every(({ state }) => (state as { upTo: number } | undefined)?.upTo === p.batches),
    );
    const known = new Map<string, number>();
    fanoutNotes.listen(world.trace, 'knows-key', (_note, by) => {
      known.set(by, (known.get(by) ?? 0) + 1);
    });
    const sent = new Map(ways.map((way) => [`${way}/provider`, new Map<number, number>()]));
    fanoutNotes.listen(world.trace, 'sends-batch', ({ batch, times }, by) => {
      sent.get(by)?.set(batch, times);
      if (times === 1 || by !== 'with-key/provider') return;
      subject.breaches.report(
        'pushed-once',
        `${inDigits(usersOf(p, batch))} users of batch ${batch} get the push notification a second time`,
      );
    });
    world.at(runMs(p) - 1, () => {
      for (const way of ways) {
        const provider = `${way}/provider`;
        const times = sent.get(provider) ?? new Map<number, number>();
        const batches = Array.from({ length: p.batches }, (_, place) => place + 1);
        const again = batches.filter((batch) => (times.get(batch) ?? 0) > 1);
        const left = batches.filter((batch) => !times.has(batch));
        const usersIn = (of: readonly number[]) =>
          of.reduce((sum, batch) => sum + usersOf(p, batch), 0);
        metrics[`${way}.again`].set(again.length);
        metrics[`${way}.left`].set(left.length);
        metrics[`${way}.known`].set(known.get(provider) ?? 0);
        metrics[`${way}.usersTwice`].set(usersIn(again));
        metrics[`${way}.usersLeft`].set(usersIn(left));
        if (way === 'with-key' && left.length > 0)
          subject.breaches.report(
            'push-reaches-all',
            `${inDigits(usersIn(left))} users never get the push notification`,
          );
      }
    });
    return subject;
  },
  expect: (p) => [
    within('send-first.again', 'send-first-again', batchesOf(p, 'again')).says(
      'batches sent twice, if the sender sends before it records: one for a crash between the two',
    ),
    none('send-first.left', 'send-first-left').says(
      'batches left out, if the sender sends before it records',
    ),
    within('record-first.left', 'record-first-left', batchesOf(p, 'left')).says(
      'batches left out, if the sender records before it sends: one for a crash between the two',
    ),
    none('record-first.again', 'record-first-again').says(
      'batches sent twice, if the sender records before it sends',
    ),
    none('with-key.again', 'with-key-again').says(
      'batches that users get twice, if each has a key that the provider knows',
    ),
    none('with-key.left', 'with-key-left').says(
      'batches left out, if each has a key that the provider knows',
    ),
    within('with-key.known', 'with-key-known', batchesOf(p, 'again')).says(
      'batches that come again and that the provider recognises by their key',
    ),
  ],
  tells: ({ metrics: m, params: p }) => {
    const of = (way: Way, what: 'again' | 'left' | 'known' | 'usersTwice' | 'usersLeft') =>
      inDigits(m[`${way}.${what}`].value ?? 0);
    return (
      `Send in fixed batches, give each a key of campaign and batch, and record it once the provider has answered: ${counted(p.crashes, 'crash', 'crashes')} of the sender leave out none of ${inDigits(p.users)} users, and the provider recognises the ${of('with-key', 'known')} batches that come again. ` +
      `Without a key, ${of('send-first', 'usersTwice')} users get the push twice if the sender records a batch after it is sent, and ${of('record-first', 'usersLeft')} never get it if it records the batch before. ` +
      'No order of the two steps, and no table of its own, helps the sender: after a crash between them it cannot know whether the provider has sent. ' +
      'Where the provider takes no key, smaller batches make the damage smaller, and a collapse id lets the second push replace the first on the screen.\n\n' +
      plainTable([
        ['way', 'sent twice', 'never sent', 'users twice', 'users left out'],
        ...ways.map((way) => [
          way,
          of(way, 'again'),
          of(way, 'left'),
          of(way, 'usersTwice'),
          of(way, 'usersLeft'),
        ]),
      ])
    );
  },
});

function batchesOf({ crashes }: Params, effect: keyof typeof sharesOf) {
  const { atLeast, atMost } = shareOf(crashes, sharesOf[effect]);
  return { atLeast: atLeast * crashes, atMost: atMost * crashes };
}

// Left out: the provider’s own way to the phone, on which it may repeat or drop a push; keys that it forgets (OneSignal
// after 30 days); users who have several devices; and quotas, which make the campaign last longer.
