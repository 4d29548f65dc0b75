/**
 * The network: messages take time, get lost, arrive twice and overtake one another; links are cut,
 * in one direction or both; messages are held back on their way and let go later.
 *
 * At all times: sent + duplicated = delivered + dropped + in flight.
 */

import { sampler } from '../kernel/distribution.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { must } from '../kernel/must.ts';
import { chance, type RandomStream } from '../kernel/random.ts';
import { type DropReason, kinds } from '../trace/event.ts';
import type { Trace } from '../trace/trace.ts';
import type { NodeId } from './actor.ts';
import type { Call, Part } from './call.ts';
import type { Endpoint, Ends, Envelope, Link, LinkTrouble, NetworkConditions } from './link.ts';

export { defaultConditions, type NetworkConditions } from './link.ts';

/** A message before it is on its way. */
type Parcel = Pick<Envelope, 'link' | 'id' | 'message' | 'part' | 'call'>;

/** The links from one endpoint, by where they lead. */
type Outgoing = Map<NodeId, Link>;

/** Sends a message, by itself or as a part of a call. Throws if no node has that name. */
export type Send = (to: NodeId, message: unknown, part?: Part, call?: Call) => void;

export class Network {
  readonly #kernel: Kernel;
  readonly #trace: Trace;
  readonly #endpoints = new Map<NodeId, Endpoint>();
  readonly #links = new Map<Endpoint, Outgoing>();
  readonly #inFlight: Envelope[] = [];
  #conditions: NetworkConditions;

  sent = 0;
  duplicated = 0;
  delivered = 0;
  dropped = 0;

  constructor(kernel: Kernel, trace: Trace, conditions: NetworkConditions) {
    this.#kernel = kernel;
    this.#trace = trace;
    this.#conditions = conditions;
  }

  get conditions(): NetworkConditions {
    return this.#conditions;
  }

  /**
   * Changes how links behave, for messages sent from now on. What a link has of its own stays as it
   * is.
   */
  set conditions(conditions: NetworkConditions) {
    this.#conditions = conditions;
    for (const link of this.#everyLink()) this.#applyConditions(link);
  }

  /**
   * Gives one link, in this one direction, conditions of its own, for messages sent from now on:
   * `ordered` for a connection, another latency for another data centre.
   */
  changeLink(from: NodeId, to: NodeId, own: Partial<NetworkConditions>): void {
    const link = this.#link(from, to);
    link.own = { ...link.own, ...own };
    this.#applyConditions(link);
  }

  /** Makes one link worse, in this one direction, until the network heals. */
  troubleLink(from: NodeId, to: NodeId, trouble: LinkTrouble): void {
    const link = this.#link(from, to);
    link.trouble = trouble;
    this.#applyConditions(link);
  }

  #applyConditions(link: Link): void {
    const conditions = { ...this.#conditions, ...link.own };
    const { loss, duplication } = conditions;
    const drawMs = this.#latencyOf(link, conditions);
    const { trouble } = link;
    link.conditions = conditions;
    link.drawLatencyMs = drawMs;
    if (trouble === undefined) return;
    link.conditions = {
      ...conditions,
      loss: either(loss, trouble.loss),
      duplication: either(duplication, trouble.duplication),
    };
    link.drawLatencyMs = () => drawMs() + trouble.delayMs;
  }

  /** Messages on their way, held ones included, in no particular order. */
  get inFlight(): readonly Envelope[] {
    return this.#inFlight;
  }

  /** Lets an endpoint send and receive. The function returned sends from it. */
  connect(endpoint: Endpoint): Send {
    const outgoing: Outgoing = new Map();
    this.#endpoints.set(endpoint.self, endpoint);
    this.#links.set(endpoint, outgoing);
    return (to, message, part, call) => {
      this.#send(outgoing.get(to) ?? this.#newLink(endpoint, outgoing, to), message, part, call);
    };
  }

  #send(link: Link, message: unknown, part: Part | undefined, call: Call | undefined): void {
    const { source, target } = link;
    this.sent += 1;
    const id = this.#trace.record(kinds.send, source.participant, target.participant, message);
    if (link.cut) {
      this.#drop(link, 'cut', id);
      return;
    }
    if (source === target) {
      this.#carry({ link, id, message, part, call }, 0);
      return;
    }
    const { loss, duplication } = link.conditions;
    if (loss > 0 && this.#happens('loss', link, loss)) {
      this.#drop(link, 'lost', id);
      return;
    }
    const parcel = { link, id, message, part, call };
    this.#carry(parcel, link.drawLatencyMs());
    if (duplication > 0 && this.#happens('duplication', link, duplication)) this.#double(parcel);
  }

  /**
   * Cuts the link in this one direction. What is on its way arrives; what is sent from now on is
   * dropped.
   */
  cut(from: NodeId, to: NodeId): void {
    this.#link(from, to).cut = true;
  }

  mend(from: NodeId, to: NodeId): void {
    this.#link(from, to).cut = false;
  }

  isCut(from: NodeId, to: NodeId): boolean {
    return this.#link(from, to).cut;
  }

  /** Holds back what is sent over the link in this one direction from now on. */
  hold(from: NodeId, to: NodeId): void {
    this.#link(from, to).holds = true;
  }

  /** Lets what was held back arrive now, in the order of sending, and holds back no more. */
  release(from: NodeId, to: NodeId): void {
    this.#release(this.#link(from, to));
  }

  /** Mends every link, ends its troubles and releases every held message. */
  heal(): void {
    for (const link of this.#everyLink()) {
      link.cut = false;
      this.#release(link);
      if (link.trouble === undefined) continue;
      link.trouble = undefined;
      this.#applyConditions(link);
    }
  }

  // What can be done to a single message on its way.

  /** The message in flight that was sent, or doubled, in that event; undefined where none was. */
  messageOf(id: number): Envelope | undefined {
    return this.#inFlight.find((envelope) => envelope.id === id);
  }

  /** Lets a message arrive now, also one that is held back. */
  deliverNow(envelope: Envelope): void {
    this.#callOff(envelope);
    this.#enqueue(envelope);
    this.#kernel.cause = envelope.id;
    this.#arrive(envelope);
  }

  /** Lets a message get lost. */
  dropNow(envelope: Envelope): void {
    this.#callOff(envelope);
    this.#lose(envelope, 'lost');
  }

  /** Holds a message back until its link is released. */
  holdNow(envelope: Envelope): void {
    this.#callOff(envelope);
    this.#hold(envelope, envelope.link);
  }

  /** Puts a copy of a message on its way, which takes its own time. */
  duplicateNow(envelope: Envelope): void {
    this.#double(envelope);
  }

  /** When a message arrives; undefined where it is held back or waits. */
  arrivalMsOf(envelope: Envelope): number | undefined {
    return this.#kernel.find(envelope)?.timeMs;
  }

  /** Takes a message out of wherever it waits. */
  #callOff(envelope: Envelope): void {
    const { link } = envelope;
    const arrival = this.#kernel.find(envelope);
    if (arrival !== undefined) this.#kernel.cancel(arrival.handle);
    link.held = link.held.filter((held) => held !== envelope);
    envelope.whereabouts = 'under way';
  }

  #release(link: Link): void {
    const held = link.held.sort((a, b) => a.id - b.id);
    link.holds = false;
    link.held = [];
    for (const envelope of held) this.#letGo(envelope);
  }

  #double(original: Parcel): void {
    this.duplicated += 1;
    const { link, id, message, part, call } = original;
    const copy = this.#recordCopy(link, id, message);
    this.#carry({ link, id: copy, message, part, call }, link.drawLatencyMs());
  }

  #carry({ link, id, message, part, call }: Parcel, latencyMs: number): void {
    const place = this.#inFlight.length;
    const envelope: Envelope = {
      id,
      link,
      message,
      part,
      call,
      place,
      whereabouts: 'under way',
      life: 0,
    };
    this.#inFlight.push(envelope);
    if (link.holds) {
      this.#hold(envelope, link);
      return;
    }
    let delayMs = latencyMs;
    if (link.conditions.ordered) {
      const nowMs = this.#kernel.nowMs;
      link.lastArrivalAtMs = Math.max(link.lastArrivalAtMs, nowMs + latencyMs);
      delayMs = link.lastArrivalAtMs - nowMs;
    }
    this.#schedule(envelope, delayMs);
  }

  #hold(envelope: Envelope, link: Link): void {
    envelope.whereabouts = 'held';
    link.held.push(envelope);
  }

  #letGo(envelope: Envelope, hadItsTurn = false): void {
    if (hadItsTurn) this.#enqueue(envelope);
    else envelope.whereabouts = 'under way';
    this.#schedule(envelope, 0);
  }

  #schedule(envelope: Envelope, delayMs: number): void {
    this.#kernel.schedule(delayMs, this.#arrive, envelope, envelope.id);
  }

  readonly #arrive = (envelope: Envelope): void => {
    const { link, message, part, call } = envelope;
    const { source, target } = link;
    if (envelope.whereabouts === 'queued' && envelope.life !== target.lives) {
      this.#lose(envelope, 'down');
    } else if (target.life === 'up') {
      if (this.#queues(envelope)) return;
      this.#remove(envelope);
      this.delivered += 1;
      const { participant } = target;
      this.#kernel.cause = this.#trace.record(
        kinds.deliver,
        participant,
        source.participant,
        message,
      );
      if (part === undefined) target.receive(message, source.self);
      else target.take(part, call as Call, message);
    } else if (target.life === 'down') {
      this.#lose(envelope, 'down');
      if (part === 'request') target.refuse(call as Call);
    } else {
      const hadItsTurn = envelope.whereabouts === 'queued';
      envelope.whereabouts = 'waiting';
      target.postpone(
        () => this.#ifWaiting(envelope, () => this.#letGo(envelope, hadItsTurn)),
        () => this.#ifWaiting(envelope, () => this.#lose(envelope, 'down')),
      );
    }
  };

  /** Whether a message that has arrived waits for its turn, because its receiver is slow. */
  #queues(envelope: Envelope): boolean {
    if (envelope.whereabouts === 'queued') return false;
    const afterMs = envelope.link.target.turnAfterMs();
    if (afterMs === 0) return false;
    this.#enqueue(envelope);
    this.#schedule(envelope, afterMs);
    return true;
  }

  #enqueue(envelope: Envelope): void {
    envelope.whereabouts = 'queued';
    envelope.life = envelope.link.target.lives;
  }

  /** By the time its receiver resumes, a message may have been dropped or held back by itself. */
  #ifWaiting({ whereabouts }: Envelope, action: () => void): void {
    if (whereabouts === 'waiting') action();
  }

  /** Drops a message that was in flight. */
  #lose(envelope: Envelope, reason: DropReason): void {
    this.#remove(envelope);
    this.#drop(envelope.link, reason, envelope.id);
  }

  #drop({ source, target }: Ends, reason: DropReason, cause: number): void {
    this.dropped += 1;
    const before = this.#kernel.cause;
    this.#kernel.cause = cause;
    this.#trace.record(kinds.drop, source.participant, target.participant, reason);
    this.#kernel.cause = before;
  }

  #recordCopy({ source, target }: Ends, cause: number, message: unknown): number {
    const before = this.#kernel.cause;
    this.#kernel.cause = cause;
    const id = this.#trace.record(kinds.duplicate, source.participant, target.participant, message);
    this.#kernel.cause = before;
    return id;
  }

  #remove(envelope: Envelope): void {
    envelope.whereabouts = 'gone';
    const last = must(this.#inFlight.pop(), 'message in flight');
    if (last === envelope) return;
    this.#inFlight[envelope.place] = last;
    last.place = envelope.place;
  }

  /** Every purpose and every link has its own stream, so that no draw shifts another. */
  #streamOf(purpose: 'latency' | 'loss' | 'duplication', { source, target }: Ends): RandomStream {
    return this.#kernel.random.stream(`network/${purpose}/${source.self}/${target.self}`);
  }

  #happens(what: 'loss' | 'duplication', link: Link, probability: number): boolean {
    return chance(this.#streamOf(what, link), probability);
  }

  /** A latency that is the same for all draws nothing, so that it needs no stream. */
  #latencyOf(ends: Ends, { latencyMs }: NetworkConditions): () => number {
    if (latencyMs.kind === 'constant') return () => latencyMs.value;
    return sampler(latencyMs, this.#streamOf('latency', ends));
  }

  #link(from: NodeId, to: NodeId): Link {
    const source = this.#endpointNamed(from);
    const outgoing = must(this.#links.get(source), 'links of the source');
    return outgoing.get(to) ?? this.#newLink(source, outgoing, to);
  }

  #newLink(source: Endpoint, outgoing: Outgoing, to: NodeId): Link {
    const target = this.#endpointNamed(to);
    const conditions = this.#conditions;
    const drawLatencyMs = this.#latencyOf({ source, target }, conditions);
    const link: Link = {
      source,
      target,
      own: {},
      trouble: undefined,
      conditions,
      cut: false,
      holds: false,
      held: [],
      drawLatencyMs,
      lastArrivalAtMs: 0,
    };
    outgoing.set(to, link);
    return link;
  }

  #endpointNamed(id: NodeId): Endpoint {
    const endpoint = this.#endpoints.get(id);
    if (endpoint === undefined) throw new Error(`there is no node "${id}"`);
    return endpoint;
  }

  *#everyLink(): Iterable<Link> {
    for (const outgoing of this.#links.values()) yield* outgoing.values();
  }
}

/** The probability that one of two independent things happens. */
function either(a: number, b: number): number {
  return 1 - (1 - a) * (1 - b);
}
