/**
 * Schedules: which messages of a run arrive later than they would, and when its faults strike. A
 * schedule is plain data, so it can be made smaller. What carries it out are interventions of a run, so
 * it can be replayed and stepped through.
 */
import type { TimedIntervention } from '../lab/intervention.ts';
import { Run, type RunOptions, type RunResult, type RunSettings } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { NodeId } from '../world/actor.ts';
import type { Fault, FaultPlan } from '../world/fault.ts';
import type { Envelope, Link } from '../world/link.ts';

/** A message that is held back. */
export interface Delay {
  readonly from: NodeId;
  readonly to: NodeId;
  /** Its place among the messages and copies of its link, from 1. */
  readonly place: number;
  /** It arrives then, after everything else that is due then. */
  readonly untilMs: number;
}

export interface Schedule {
  readonly delays: readonly Delay[];
  readonly faults: FaultPlan;
}

/** A message that was just sent. */
export interface SentMessage extends Pick<Delay, 'from' | 'to' | 'place'> {
  readonly envelope: Envelope;
  readonly dueMs: number;
}

/**
 * A run whose messages can be held back and let go, and whose faults strike when they are told to:
 * both as interventions.
 */
export class SteeredRun {
  readonly run: Run;
  #justSent: TraceEvent[] = [];
  readonly #countOf = new Map<string, number>();

  /** `options.plan` holds no faults. */
  constructor(scenario: AnyScenario, options: RunOptions, settings: RunSettings = {}) {
    this.run = new Run(scenario, options, {
      ...settings,
      listen: (trace) => {
        settings.listen?.(trace);
        trace.on('send', (event) => this.#justSent.push(event));
        trace.on('duplicate', (event) => this.#justSent.push(event));
      },
    });
  }

  get nowMs(): number {
    return this.run.world.kernel.nowMs;
  }

  /** The messages to others that were sent since this was asked, and are on their way. */
  takeSent(): SentMessage[] {
    const sent = this.#justSent;
    if (sent.length === 0) return [];
    this.#justSent = [];
    const { network } = this.run.world;
    return sent.flatMap(({ id, node: from = '', peer: to = '' }) => {
      const link = `${from}>${to}`;
      const place = (this.#countOf.get(link) ?? 0) + 1;
      this.#countOf.set(link, place);
      const envelope = from === to ? undefined : network.messageOf(id);
      const dueMs = envelope && network.arrivalMsOf(envelope);
      if (envelope === undefined || dueMs === undefined) return [];
      return [{ from, to, place, envelope, dueMs }];
    });
  }

  /** Whether it was sent after something that is held, over a link that keeps the order. */
  isBehind({ envelope: { id, link } }: SentMessage): boolean {
    return link.conditions.ordered && link.held.some((held) => held.id < id);
  }

  hold({ envelope }: SentMessage): void {
    this.run.intervene({ kind: 'hold', message: envelope.id });
  }

  /** Lets a message that is held arrive now, if neither a crash nor a healed link was earlier. */
  release({ envelope }: SentMessage): boolean {
    if (envelope.whereabouts !== 'held') return false;
    this.run.intervene({ kind: 'deliver', message: envelope.id }, this.nowMs);
    return true;
  }

  strike(fault: Fault): void {
    this.run.intervene({ kind: 'fault', fault }, this.nowMs);
  }

  /** Lets the clock go on to a time before which nothing happens. */
  waitUntil(timeMs: number): void {
    this.run.world.kernel.runUntil(timeMs);
  }

  /** Whether anything may still be done by hand at that time, before what happens next by itself. */
  hasTimeFor(timeMs: number): boolean {
    const { ended, durationMs, nextMs } = this.run;
    return timeMs < nextMs && timeMs <= durationMs && (ended === undefined || ended === 'time');
  }
}

/** What a schedule led to, and what replays it. */
export interface Played {
  readonly result: RunResult;
  readonly interventions: readonly TimedIntervention[];
}

/** Plays a schedule. Of a message that is not sent, or is later by itself, nothing is changed. */
export function playSchedule(
  scenario: AnyScenario,
  options: RunOptions,
  { delays, faults }: Schedule,
  settings: RunSettings = {},
): Played {
  const steered = new SteeredRun(scenario, options, settings);
  const { run } = steered;
  const wanted = new Map(delays.map((delay) => [keyOf(delay), delay.untilMs]));
  /** Until when the last that is held on a link is. */
  const linkUntilMs = new Map<Link, number>();
  const byHand: { readonly atMs: number; readonly act: () => void }[] = faults.map(
    ({ atMs, fault }) => ({ atMs, act: () => steered.strike(fault) }),
  );
  const inOrder = () => byHand.sort((a, b) => a.atMs - b.atMs);
  inOrder();
  for (;;) {
    for (const message of steered.takeSent()) {
      const { link } = message.envelope;
      const ownMs = wanted.get(keyOf(message)) ?? -Infinity;
      const atMs = steered.isBehind(message)
        ? Math.max(ownMs, linkUntilMs.get(link) ?? -Infinity)
        : ownMs;
      if (atMs < message.dueMs) continue;
      steered.hold(message);
      linkUntilMs.set(link, atMs);
      byHand.push({ atMs, act: () => steered.release(message) });
      inOrder();
    }
    const [next] = byHand;
    if (next !== undefined && steered.hasTimeFor(next.atMs)) {
      steered.waitUntil(next.atMs);
      next.act();
      byHand.shift();
      continue;
    }
    if (!run.step()) break;
  }
  return { result: run.result(), interventions: run.interventions };
}

function keyOf({ from, to, place }: Pick<Delay, 'from' | 'to' | 'place'>): string {
  return `${place} ${from}>${to}`;
}
