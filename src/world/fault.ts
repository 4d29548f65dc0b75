/**
 * Faults: what can go wrong, as plain data. A fault plan is a list of faults with their times. It
 * can be written by hand, drawn at random, shrunk, saved and replayed.
 *
 * A fault names nodes by a selector, which is looked up when the fault strikes: a node's id, `all`,
 * `down` (the nodes that are down), or a role that the sim knows, such as `leader`. `follower#2` is
 * the second node of that role. If no node fits, nothing happens.
 */
import * as z from 'zod';
import { inDigits, inPercent } from '../words/numbers.ts';

const nodes = z.string().min(1);
const probability = z.number().min(0).max(1);

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('crash'), node: nodes }),
  z.strictObject({ kind: z.literal('restart'), node: nodes }),
  z.strictObject({ kind: z.literal('pause'), node: nodes, durationMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('partition'), groups: z.array(z.array(nodes)) }),
  z.strictObject({ kind: z.literal('cut'), from: nodes, to: nodes }),
  z.strictObject({ kind: z.literal('mend'), from: nodes, to: nodes }),
  z.strictObject({ kind: z.literal('hold'), from: nodes, to: nodes }),
  z.strictObject({ kind: z.literal('release'), from: nodes, to: nodes }),
  z.strictObject({ kind: z.literal('heal') }),
  z.strictObject({ kind: z.literal('network'), loss: probability, duplication: probability }),
  z.strictObject({
    kind: z.literal('link'),
    from: nodes,
    to: nodes,
    loss: probability,
    duplication: probability,
    delayMs: z.number().min(0),
  }),
  z.strictObject({
    kind: z.literal('slow'),
    node: nodes,
    factor: z.number().min(1),
    durationMs: z.number().min(0),
  }),
  z.strictObject({
    kind: z.literal('outage'),
    node: nodes,
    mode: z.enum(['refuses', 'hangs']),
    durationMs: z.number().min(0),
  }),
  z.strictObject({
    kind: z.literal('brownout'),
    node: nodes,
    factor: z.number().min(1),
    failureRate: probability,
    durationMs: z.number().min(0),
  }),
  z.strictObject({ kind: z.literal('stall'), node: nodes, durationMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('recover'), node: nodes }),
  z.strictObject({
    kind: z.literal('slow-disk'),
    node: nodes,
    byMs: z.number().min(0),
    durationMs: z.number().min(0),
  }),
  z.strictObject({ kind: z.literal('hang-disk'), node: nodes, durationMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('fill-disk'), node: nodes, durationMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('tear-disk'), node: nodes }),
  z.strictObject({ kind: z.literal('lose-disk'), node: nodes }),
  z.strictObject({ kind: z.literal('mend-disk'), node: nodes }),
  z.strictObject({ kind: z.literal('clock-jump'), node: nodes, byMs: z.number() }),
  z.strictObject({ kind: z.literal('clock-drift'), node: nodes, ppm: z.number().gt(-1e6) }),
]);

export type Fault = z.infer<typeof faultSchema>;

export const faultPlanSchema = z.array(
  z.strictObject({ atMs: z.number().min(0), fault: faultSchema }),
);

/** In any order: each fault strikes at its own time, in ms from the start of the run. */
export type FaultPlan = z.infer<typeof faultPlanSchema>;

/** Faults that strike only what serves requests. */
export const isServiceFault = ({ kind }: Fault): boolean =>
  kind === 'outage' || kind === 'brownout' || kind === 'stall';

export const crash = (node: string): Fault => ({ kind: 'crash', node });

/** Starts nodes that are down: again, or for the first time. */
export const restart = (node: string): Fault => ({ kind: 'restart', node });

/** Stops nodes for a while, as a long garbage collection does. */
export const pause = (node: string, durationMs: number): Fault => ({
  kind: 'pause',
  node,
  durationMs,
});

/**
 * Cuts every link between nodes of different groups, both ways. Nodes that are not named are one
 * more group.
 */
export const partition = (...groups: string[][]): Fault => ({ kind: 'partition', groups });

/** Cuts the links in this one direction. */
export const cut = (from: string, to: string): Fault => ({ kind: 'cut', from, to });

export const mend = (from: string, to: string): Fault => ({ kind: 'mend', from, to });

/** Holds back what is sent in this one direction, until it is released. */
export const hold = (from: string, to: string): Fault => ({ kind: 'hold', from, to });

/** Lets what was held back arrive at once, in the order of sending. */
export const release = (from: string, to: string): Fault => ({ kind: 'release', from, to });

/** Mends every link, ends its troubles and releases every message. */
export const heal = (): Fault => ({ kind: 'heal' });

/** Lets messages be lost or doubled, each with this probability, from now on. */
export const network = (conditions: { loss?: number; duplication?: number }): Fault => ({
  kind: 'network',
  loss: conditions.loss ?? 0,
  duplication: conditions.duplication ?? 0,
});

/**
 * Makes links worse in this one direction, until the network heals: by messages that are lost or
 * doubled, each with this probability, and by a delay of all.
 */
export const troubleLink = (
  from: string,
  to: string,
  { loss = 0, duplication = 0, delayMs = 0 },
): Fault => ({ kind: 'link', from, to, loss, duplication, delayMs });

/** Lets machines take so many times longer for a while: for each message, and for their work. */
export const slow = (node: string, factor: number, durationMs: number): Fault => ({
  kind: 'slow',
  node,
  factor,
  durationMs,
});

/** For a while servers refuse every request, or take it and never answer. */
export const outage = (node: string, mode: 'refuses' | 'hangs', durationMs: number): Fault => ({
  kind: 'outage',
  node,
  mode,
  durationMs,
});

/** For a while the work of servers takes so many times longer, and fails with this probability. */
export const brownout = (
  node: string,
  { factor = 1, failureRate = 0 },
  durationMs: number,
): Fault => ({ kind: 'brownout', node, factor, failureRate, durationMs });

/** For a while servers take requests in and finish no work. */
export const stall = (node: string, durationMs: number): Fault => ({
  kind: 'stall',
  node,
  durationMs,
});

/** Ends whatever makes machines slow, and every outage, brownout and stall. */
export const recover = (node: string): Fault => ({ kind: 'recover', node });

/** Makes every write take so much longer for a while. */
export const slowDisk = (node: string, byMs: number, durationMs: number): Fault => ({
  kind: 'slow-disk',
  node,
  byMs,
  durationMs,
});

/** Lets nothing become durable for a while. */
export const hangDisk = (node: string, durationMs: number): Fault => ({
  kind: 'hang-disk',
  node,
  durationMs,
});

/** Refuses every write for a while: a node that writes crashes. */
export const fillDisk = (node: string, durationMs: number): Fault => ({
  kind: 'fill-disk',
  node,
  durationMs,
});

/** The next crash in which a record is lost leaves half of that record on the disk. */
export const tearDisk = (node: string): Fault => ({ kind: 'tear-disk', node });

/** Crashes nodes, and takes all that was on their disks. */
export const loseDisk = (node: string): Fault => ({ kind: 'lose-disk', node });

/** Ends whatever is wrong with disks. What is lost stays lost. */
export const mendDisk = (node: string): Fault => ({ kind: 'mend-disk', node });

/** Puts clocks forward, or back. */
export const clockJump = (node: string, byMs: number): Fault => ({
  kind: 'clock-jump',
  node,
  byMs,
});

/** Lets clocks gain, or lose, so many parts per million from now on. */
export const clockDrift = (node: string, ppm: number): Fault => ({
  kind: 'clock-drift',
  node,
  ppm,
});

/** How long a fault lasts by itself; 0 for one that lasts until it is undone, or is over at once. */
export function durationMsOf(fault: Fault): number {
  return 'durationMs' in fault ? fault.durationMs : 0;
}

/** A fault in plain words. */
export function faultInWords(fault: Fault): string {
  switch (fault.kind) {
    case 'crash':
      return `crash ${fault.node}`;
    case 'restart':
      return `start ${fault.node}`;
    case 'pause':
      return `pause ${fault.node} for ${fault.durationMs} ms`;
    case 'partition':
      return `partition ${fault.groups.map((group) => group.join(' ')).join(' | ')} | the rest`;
    case 'cut':
      return `cut the link from ${fault.from} to ${fault.to}`;
    case 'mend':
      return `mend the link from ${fault.from} to ${fault.to}`;
    case 'hold':
      return `hold back what ${fault.from} sends to ${fault.to}`;
    case 'release':
      return `release what ${fault.from} sent to ${fault.to}`;
    case 'heal':
      return 'heal every link';
    case 'network':
      return `lose ${about(fault.loss)} and double ${about(fault.duplication)} of the messages`;
    case 'link': {
      const { from, to, delayMs } = fault;
      const later = delayMs === 0 ? '' : `, each ${delayMs} ms later`;
      return `lose ${about(fault.loss)} and double ${about(fault.duplication)} of what ${from} sends to ${to}${later}`;
    }
    case 'slow':
      return `slow ${fault.node} down ${fault.factor} times for ${fault.durationMs} ms`;
    case 'outage': {
      const how = fault.mode === 'refuses' ? 'refuse requests' : 'not answer';
      return `let ${fault.node} ${how} for ${fault.durationMs} ms`;
    }
    case 'brownout':
      if (fault.factor === 1) {
        return `fail ${about(fault.failureRate)} of the work of ${fault.node} for ${fault.durationMs} ms`;
      }
      if (fault.failureRate === 0) {
        return `slow the work of ${fault.node} down ${fault.factor} times for ${fault.durationMs} ms`;
      }
      return `slow the work of ${fault.node} down ${fault.factor} times and fail ${about(fault.failureRate)} of it for ${fault.durationMs} ms`;
    case 'stall':
      return `let ${fault.node} finish no work for ${fault.durationMs} ms`;
    case 'recover':
      return `let ${fault.node} recover`;
    case 'slow-disk':
      return `slow the disk of ${fault.node} by ${fault.byMs} ms a write for ${fault.durationMs} ms`;
    case 'hang-disk':
      return `hang the disk of ${fault.node} for ${fault.durationMs} ms`;
    case 'fill-disk':
      return `fill the disk of ${fault.node} for ${fault.durationMs} ms`;
    case 'tear-disk':
      return `tear the next record that ${fault.node} loses in a crash`;
    case 'lose-disk':
      return `crash ${fault.node} and lose its disk`;
    case 'mend-disk':
      return `mend the disk of ${fault.node}`;
    case 'clock-jump':
      return `put the clock of ${fault.node} ${fault.byMs < 0 ? 'back' : 'forward'} by ${inDigits(Math.abs(fault.byMs))} ms`;
    case 'clock-drift':
      return `let the clock of ${fault.node} drift by ${fault.ppm} ppm`;
  }
}

/** A drawn probability, to a tenth of a percent. */
function about(probability: number): string {
  return inPercent(Math.round(probability * 1000) / 1000);
}
