import * as z from 'zod';
import { fanoutNotes } from '../../sims/fanout/notes.ts';
import { isCaughtUp, streamSystem } from '../../sims/fanout/stream/system.ts';
import { type FanoutSubject, stateRow } from '../../sims/fanout/subject.ts';
import { exactly, quantile, within } from '../../src/check/expected.ts';
import { eventually } from '../../src/check/goal.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutServers, leastMs, mostMs } from './kit.ts';

const params = z.object({
  posts: whole(4, 100, 12, 'that the author makes'),
  diskMs: real(12, 1_000, 20, 'until a post is durable on the disk of the feed'),
  downMs: real(1, 5_000, 60, 'until the feed runs again after its crash'),
});
type Params = z.output<typeof params>;

const everyMs = 50;
/** The post in the middle has arrived, and is not durable yet. */
const crashMs = (p: Params) => Math.ceil(p.posts / 2) * everyMs + mostMs + 1;
/** Longer than any acknowledgement takes. */
const repeatMs = (p: Params) => p.diskMs + 2 * mostMs + 50;
const patienceMs = (p: Params) => p.diskMs + 5 * mostMs + 100;
const lastMs = (p: Params) => Math.max(p.posts * everyMs, crashMs(p) + p.downMs);
const runMs = (p: Params) => lastMs(p) + 6 * (repeatMs(p) + patienceMs(p));

export default scenario({
  ...aboutServers,
  id: 'fanout/lost-post',
  asks: 'A service acknowledges posts and crashes. Does it lose one that its author believes to be safe?',
  claims: [],
  code: ['sims/fanout/stream/feed.ts#tell'],
  params,
  durationMs: runMs,
  metrics: {
    acknowledged: counter('posts', 'acknowledged to their author'),
    undurable: counter('posts', 'that the crash took from the feed'),
    shown: counter('devices', 'that show all posts'),
    acknowledgedMs: histogram('ms', 'from publishing to the acknowledgement'),
  },
  build({ world, params: p, rules, metrics }) {
    const stream = streamSystem(world, rules, {
      author: { posts: p.posts, burst: 1, everyMs, repeatMs: repeatMs(p) },
      bufferEvents: p.posts,
      followMs: 500,
      diskMs: constant(p.diskMs),
      devices: { phone: { opensMs: 1, outageMs: 0, patienceMs: patienceMs(p) } },
    });
    const publishedMs = new Map<string, number>();
    fanoutNotes.listen(world.trace, 'publishes', ({ id }, _by, atMs) => {
      if (!publishedMs.has(id)) publishedMs.set(id, atMs);
    });
    fanoutNotes.listen(world.trace, 'is-acknowledged', ({ id }, _by, atMs) => {
      metrics.acknowledged.add();
      metrics.acknowledgedMs.record(atMs - (publishedMs.get(id) ?? atMs));
    });
    fanoutNotes.listen(world.trace, 'recovers', ({ ids }) =>
      metrics.undurable.add(publishedMs.size - ids.length),
    );
    world.at(runMs(p) - 1, () => {
      const devices = stream.nodes.filter(({ kind }) => kind === 'device');
      metrics.shown.add(devices.filter((node) => isCaughtUp(node, p.posts)).length);
    });
    const { breaches } = stream;
    return { breaches, channel: stream, isDone: true, rows: () => world.nodes.map(stateRow) };
  },
  plan: (p) => [
    { atMs: crashMs(p), fault: crash('feed') },
    { atMs: crashMs(p) + p.downMs, fault: restart('feed') },
  ],
  goals: (p) => [
    eventually(
      'all-caught-up',
      'every device shows every event',
      3 * (repeatMs(p) + patienceMs(p)),
      ({ channel }: FanoutSubject) =>
        channel?.nodes.every((node) => isCaughtUp(node, p.posts)) === true,
    ),
  ],
  expect: (p) => [
    exactly(p.posts, 'acknowledged', 'acknowledged').says('posts acknowledged in the end: all'),
    within('undurable', 'undurable', {
      atLeast: 1,
      atMost: 1 + Math.floor((p.diskMs + mostMs) / everyMs),
    }).says('posts that the crash took before they were acknowledged: the author posts them again'),
    exactly(1, 'shown', 'shown').says('devices that show every post'),
    within(quantile('acknowledgedMs', 0), 'wait', {
      atLeast: p.diskMs + leastMs,
      atMost: p.diskMs + mostMs + 1,
    }).says(
      'ms until a post is acknowledged, on average: the time of the disk and of the messages',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `No acknowledged post is lost, because the feed acknowledges it once it is on the disk: the crash takes ${counted(m.undurable.value, 'post')} of ${inDigits(p.posts)}; without an acknowledgement the author posts again, and the phone shows them all. The price is the time of the disk in each acknowledgement: ${inTime(m.acknowledgedMs.min ?? 0)} instead of about ${inTime((leastMs + mostMs) / 2)}.`,
});

// Left out: a disk that loses what it called durable, and a replica instead of a disk.
