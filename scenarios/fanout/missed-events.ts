import * as z from 'zod';
import { fanoutNotes } from '../../sims/fanout/notes.ts';
import { isCaughtUp, streamSystem } from '../../sims/fanout/stream/system.ts';
import { type FanoutSubject, stateRow } from '../../sims/fanout/subject.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { eventually } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutServers, leastMs, mostMs } from './kit.ts';

const params = z.object({
  posts: whole(1, 200, 24, 'events of the channel'),
  burst: whole(1, 4, 2, 'events that are posted at once'),
  everyMs: real(10, 1_000, 40, 'from one burst to the next'),
  bufferEvents: whole(0, 100, 10, 'events that the gateway keeps for devices that come back'),
  phoneOutageMs: real(10, 10_000, 130, 'for which the phone has no connection'),
  tabletOutageMs: real(10, 10_000, 270, 'for which the tablet has no connection'),
  snapshotMs: real(1, 1_000, 60, 'that a snapshot is on its way at least'),
  devices: whole(1, 3, 3, 'of the user: a phone, a tablet, a laptop that is opened later'),
});
type Params = z.output<typeof params>;

/** Both are connected from the beginning, and lose their connections once they have their snapshots. */
const opensMs = 1;
const dropsMs = ({ snapshotMs }: Params) => snapshotMs + 90;
const lostMs = (p: Params) => opensMs + dropsMs(p);
const laptopMs = (p: Params) => lostMs(p) + 52;
/** A step of a connection and the snapshot, with what nodes take to handle a message. */
const patienceMs = (p: Params) => 5 * mostMs + 2 * p.snapshotMs + 100;
const lastPostMs = (p: Params) => Math.ceil(p.posts / p.burst) * p.everyMs;
const lastReturnMs = (p: Params) =>
  Math.max(laptopMs(p), lostMs(p) + Math.max(p.phoneOutageMs, p.tabletOutageMs));
const runMs = (p: Params) => Math.max(lastPostMs(p), lastReturnMs(p)) + 2 * patienceMs(p);
/** Nodes handle messages one after the other, a tenth of a millisecond each. */
const handlingMs = 2;

/** How many events were posted so long ago. */
function postedBefore(p: Params, atMs: number, agoMs: number): number {
  const bursts = Math.floor((atMs - agoMs) / p.everyMs);
  return Math.min(p.posts, Math.max(0, bursts) * p.burst);
}

/** How many events a device misses in an outage: between what it has surely and perhaps shown, and the same at the gateway. */
function missed(p: Params, outageMs: number) {
  const backMs = lostMs(p) + outageMs;
  const atLeast =
    postedBefore(p, backMs + leastMs, 2 * mostMs + handlingMs) -
    postedBefore(p, lostMs(p), 3 * leastMs);
  const atMost =
    postedBefore(p, backMs + mostMs + handlingMs, 2 * leastMs) -
    postedBefore(p, lostMs(p), 3 * mostMs + handlingMs);
  return { atLeast: Math.max(0, atLeast), atMost };
}

/** Events that come on the connection after an outage: all that were missed, if the buffer reaches back to them. */
function replayed(p: Params, outageMs: number) {
  const { atLeast, atMost } = missed(p, outageMs);
  return {
    atLeast: atMost > p.bufferEvents ? 0 : atLeast,
    atMost: atLeast > p.bufferEvents ? 0 : Math.min(atMost, p.bufferEvents),
  };
}

const outages = (p: Params) => ({
  phone: p.phoneOutageMs,
  ...(p.devices > 1 ? { tablet: p.tabletOutageMs } : {}),
});

export default scenario({
  ...aboutServers,
  id: 'fanout/missed-events',
  asks: 'A phone and a tablet lose their connections, and a laptop is opened meanwhile. Which events do they miss?',
  claims: ['q4-last-event-id-replay', 'rt-sse-auto-reconnect-resume'],
  code: [
    'sims/fanout/stream/gateway.ts#subscribe',
    'sims/fanout/stream/device.ts#open',
    'sims/fanout/stream/device.ts#show',
  ],
  params,
  durationMs: runMs,
  metrics: {
    shown: counter('events', 'shown on all devices, one by one'),
    phoneReplayed: counter('events', 'replayed to the phone'),
    tabletReplayed: counter('events', 'replayed to the tablet'),
    snapshots: counter('snapshots', 'loaded by all devices'),
    repeated: counter('events', 'that came again, and were dropped'),
    missing: counter('events', 'that a device never showed'),
  },
  build({ world, params: p, rules, metrics }) {
    const patience = { patienceMs: patienceMs(p), opensMs, dropsMs: dropsMs(p) };
    const all = {
      phone: { ...patience, outageMs: p.phoneOutageMs },
      tablet: { ...patience, outageMs: p.tabletOutageMs },
      laptop: { opensMs: laptopMs(p), outageMs: 0, patienceMs: patienceMs(p) },
    };
    const stream = streamSystem(world, rules, {
      author: { posts: p.posts, burst: p.burst, everyMs: p.everyMs, repeatMs: 500 },
      bufferEvents: p.bufferEvents,
      followMs: 500,
      devices: Object.fromEntries(Object.entries(all).slice(0, p.devices)),
    });
    // The broker between the two has several connections, and one event overtakes another.
    world.network.changeLink('feed', 'gateway', { ordered: false });
    for (const device of Object.keys(all).slice(0, p.devices)) {
      const latencyMs = uniform(p.snapshotMs, p.snapshotMs + mostMs - leastMs);
      world.network.changeLink('feed', device, { latencyMs });
    }
    fanoutNotes.listen(world.trace, 'shows', () => metrics.shown.add());
    fanoutNotes.listen(world.trace, 'knows', () => metrics.repeated.add());
    fanoutNotes.listen(world.trace, 'loads', () => metrics.snapshots.add());
    fanoutNotes.listen(world.trace, 'replays', ({ device, events }) => {
      if (device === 'phone') metrics.phoneReplayed.add(events);
      if (device === 'tablet') metrics.tabletReplayed.add(events);
    });
    world.at(runMs(p) - 1, () => {
      const behind = stream.nodes.filter((node) => !isCaughtUp(node, p.posts));
      metrics.missing.add(behind.length);
    });
    const { breaches } = stream;
    return { breaches, channel: stream, isDone: true, rows: () => world.nodes.map(stateRow) };
  },
  goals: (p) => [
    eventually(
      'all-caught-up',
      'every device shows every event',
      patienceMs(p),
      ({ channel }: FanoutSubject) =>
        channel?.nodes.every((node) => isCaughtUp(node, p.posts)) === true,
    ),
  ],
  expect: (p) => [
    exactly(0, 'missing', 'missing').says(
      'devices that miss an event',
      'rt-sse-auto-reconnect-resume',
    ),
    within('phoneReplayed', 'phone', replayed(p, p.phoneOutageMs)).says(
      'events replayed to the phone: all that it missed, if the gateway still has them',
      'q4-last-event-id-replay',
    ),
    ...(p.devices > 1
      ? [
          within('tabletReplayed', 'tablet', replayed(p, p.tabletOutageMs)).says(
            'events replayed to the tablet: none if its outage is longer than the buffer reaches back',
            'q4-last-event-id-replay',
          ),
        ]
      : []),
    within('snapshots', 'snapshots', snapshots(p)).says(
      'snapshots: one for each device, and one more for an outage that the buffer does not cover',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    'None: the server that stores the events of a channel numbers them in one sequence, so a device that comes back sends the number of its last event and gets those that came later, or a snapshot of the channel if it was away for so long that they are no longer kept. ' +
    `At ${significant((1_000 * p.burst) / p.everyMs)} events a second the phone had no connection for ${inTime(p.phoneOutageMs)}, and got ${counted(m.phoneReplayed.value, 'event')} when it came back. ` +
    (p.devices > 1
      ? `The gateway keeps the last ${counted(p.bufferEvents, 'event')}, and ${
          m.tabletReplayed.value > 0
            ? `the tablet gets ${inDigits(m.tabletReplayed.value)} of them after ${inTime(p.tabletOutageMs)}`
            : `no longer has what the tablet missed in ${inTime(p.tabletOutageMs)}, so the tablet loads a new snapshot`
        }. `
      : '') +
    `A device subscribes first and loads the snapshot then: ${counted(m.repeated.value, 'event')} came both ways and ${m.repeated.value === 1 ? 'was' : 'were'} shown once.`,
});

function snapshots(p: Params) {
  const again = Object.values(outages(p)).map((outageMs) => missed(p, outageMs));
  const surely = again.filter(({ atLeast }) => atLeast > p.bufferEvents).length;
  const perhaps = again.filter(({ atMost }) => atMost > p.bufferEvents).length;
  return { atLeast: p.devices + surely, atMost: p.devices + perhaps };
}

// Left out: a gateway that crashes, which devices notice by heartbeats, several channels, and a log too long for one snapshot.
