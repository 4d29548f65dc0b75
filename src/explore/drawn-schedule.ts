/**
 * A schedule that is drawn while the run goes on. Of two messages, or a message and a fault, whose
 * times lie within one delay of the link of each other, the one of the higher priority goes first: the
 * other waits until nothing of a higher priority is due within one delay of then.
 */
import type { Run, RunOptions, RunSettings } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Fault, FaultPlan } from '../world/fault.ts';
import { Chains } from './chains.ts';
import { Priorities, type PriorityOptions } from './priorities.ts';
import { type Delay, type Schedule, type SentMessage, SteeredRun } from './schedule.ts';

/** For how many delays of its link something waits at most: a busy world would hold it for ever. */
const delaysMax = 20;

/** A message or a fault that is still to come. */
interface Pending {
  readonly what: SentMessage | Fault;
  /** When it comes by itself. */
  readonly dueMs: number;
  /** One delay of its link. */
  readonly delayMs: number;
  readonly chain: number;
  state: 'under way' | 'up' | 'waiting';
}

export class DrawnSchedule {
  readonly #steered: SteeredRun;
  readonly #chains = new Chains();
  readonly #priorities: Priorities;
  readonly #delays: Delay[] = [];
  readonly #faults: FaultPlan = [];
  #pending: Pending[];
  #longestDelayMs = 0;
  #messages = 0;

  /** The faults are those of the plan; `options.plan` is the rest of it. */
  constructor(
    scenario: AnyScenario,
    options: RunOptions & { readonly faults: FaultPlan },
    priorities: PriorityOptions,
    settings: RunSettings = {},
  ) {
    const { faults, ...others } = options;
    this.#priorities = new Priorities(options.seed, priorities);
    this.#steered = new SteeredRun(scenario, others, {
      ...settings,
      listen: (trace) => trace.onEvery((event) => this.#chains.note(event)),
    });
    this.#pending = faults.map(({ atMs, fault }, place) => ({
      what: fault,
      dueMs: atMs,
      delayMs: 0,
      // Each fault is a chain of its own.
      chain: -1 - place,
      state: 'under way',
    }));
  }

  get run(): Run {
    return this.#steered.run;
  }

  /** What has been drawn so far. */
  get schedule(): Schedule {
    return { delays: this.#delays, faults: this.#faults };
  }

  /** How many messages to others there have been. */
  get messages(): number {
    return this.#messages;
  }

  /** Goes on by at most so many steps; false if the run is over. */
  advance(steps: number): boolean {
    for (let step = 0; step < steps; step++) if (!this.#step()) return false;
    return true;
  }

  #step(): boolean {
    this.#takeSent();
    // What is held is not what happens next: something else is, which has not been looked at.
    return this.#holdSome() || this.#letOneGo() || this.#strikeOne() || this.run.step();
  }

  #takeSent(): void {
    this.#pending = this.#pending.filter(isToCome);
    for (const message of this.#steered.takeSent()) {
      const { dueMs, envelope } = message;
      const delayMs = dueMs - this.#steered.nowMs;
      this.#messages += 1;
      this.#longestDelayMs = Math.max(this.#longestDelayMs, delayMs);
      const chain = this.#chains.of(envelope.id);
      this.#pending.push({ what: message, dueMs, delayMs, chain, state: 'under way' });
    }
  }

  /** Whether anything that would come next has to wait. */
  #holdSome(): boolean {
    const nextMs = this.#nextMs;
    let holds = false;
    for (const pending of this.#pending) {
      if (pending.state !== 'under way' || pending.dueMs > nextMs) continue;
      pending.state = 'up';
      this.#priorities.comesUp(pending.chain);
      if (!this.#mustWait(pending, pending.dueMs)) continue;
      pending.state = 'waiting';
      holds = true;
      if (isMessage(pending.what)) this.#steered.hold(pending.what);
    }
    return holds;
  }

  /** When something happens next. */
  get #nextMs(): number {
    const faultsMs = this.#pending
      .filter(({ what, state }) => !isMessage(what) && state !== 'waiting')
      .map(({ dueMs }) => dueMs);
    return Math.min(this.run.nextMs, ...faultsMs);
  }

  /** Whether something of a higher priority comes within one delay of that time. */
  #mustWait(one: Pending, timeMs: number): boolean {
    if (isMessage(one.what) && this.#steered.isBehind(one.what)) return true;
    // A fault goes over no link.
    const delayMs = isMessage(one.what) ? one.delayMs : this.#longestDelayMs;
    if (timeMs > one.dueMs + delaysMax * delayMs) return false;
    const priority = this.#priorities.of(one.chain);
    return this.#pending.some(
      ({ state, dueMs, chain }) =>
        state !== 'waiting' && dueMs <= timeMs + delayMs && this.#priorities.of(chain) > priority,
    );
  }

  /**
   * What waits and need not any more, once all that is due until then has happened. Nothing comes before its
   * own time, or it would overtake what its link keeps it behind.
   */
  #letOneGo(): boolean {
    const fromMs = ({ dueMs }: Pending) => Math.max(dueMs, this.#steered.nowMs);
    const free = this.#pending.find(
      (pending) =>
        pending.state === 'waiting' &&
        this.#steered.hasTimeFor(fromMs(pending)) &&
        !this.#mustWait(pending, fromMs(pending)),
    );
    if (free === undefined) return false;
    this.#steered.waitUntil(fromMs(free));
    this.#do(free);
    return true;
  }

  #strikeOne(): boolean {
    const next = this.#pending.find(
      ({ what, state, dueMs }) =>
        !isMessage(what) && state === 'up' && this.#steered.hasTimeFor(dueMs),
    );
    if (next === undefined) return false;
    this.#steered.waitUntil(next.dueMs);
    this.#do(next);
    return true;
  }

  #do(pending: Pending): void {
    const { what } = pending;
    const atMs = this.#steered.nowMs;
    this.#pending = this.#pending.filter((other) => other !== pending);
    if (isMessage(what)) {
      const { from, to, place } = what;
      this.#steered.release(what);
      this.#delays.push({ from, to, place, untilMs: atMs });
    } else {
      this.#steered.strike(what);
      this.#faults.push({ atMs, fault: what });
    }
  }
}

function isMessage(what: Pending['what']): what is SentMessage {
  return 'envelope' in what;
}

/** A message may have arrived; one that waits may have been let go when links healed. */
function isToCome({ what, state }: Pending): boolean {
  if (!isMessage(what)) return true;
  const { whereabouts } = what.envelope;
  return whereabouts === (state === 'waiting' ? 'held' : 'under way');
}
