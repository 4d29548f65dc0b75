/**
 * Observes everything that happens in a lock system, measures it and checks it against the laws.
 * The system does not depend on it.
 *
 * It keeps three views of one lock apart: what the service has granted, by the service’s clock;
 * what clients believe, by their own clocks; and which clients are at work, in true time.
 */
import type { Breaches } from '../../src/check/breaches.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { World } from '../../src/world/world.ts';
import type { LocksLaw } from './laws.ts';
import type { LocksMetrics } from './metrics.ts';
import type { LocksOptions } from './options.ts';
import type { Grant } from './service.ts';

/** A grant as seen by the service that made it. */
interface Granted {
  readonly owner: string;
  /** By the clock of the server that granted it. */
  readonly by: NodeId;
  untilMs: number;
  isOver: boolean;
}

/** An owner is a client and the number of its attempt, which only the second attempt needs. */
const named = (owner: string): string =>
  owner.replace(/:1$/, '').replace(/:(\d+)$/, ' in its attempt $1');

interface Belief {
  readonly grant: Grant;
  readonly client: NodeId;
  readonly life: number;
}

export class Judge {
  readonly metrics: LocksMetrics;
  readonly #world: World;
  readonly #breaches: Breaches<LocksLaw>;
  readonly #options: LocksOptions;
  #granted: Granted[] = [];
  readonly #abandoned = new Set<string>();
  #beliefs: Belief[] = [];
  /** By owner: its number in the order in which the lock was obtained. */
  readonly #ordinals = new Map<string, number>();
  /**
   * One owner can be granted the lock twice, if its request was duplicated; its token identifies
   * its grant.
   */
  readonly #grantOrdinals = new Map<string, number>();
  readonly #settled = new Set<string>();
  readonly #wantedAtMs = new Map<NodeId, number>();
  readonly #queue: string[] = [];
  readonly #atWork = new Map<NodeId, string>();
  #overlapSinceMs = 0;
  /** By the holder’s number. */
  readonly #tokens = new Map<number, number>();
  #latestHolder = 0;
  #freeSinceMs = 0;
  /** By store: the ordinal of the latest holder that has written. */
  readonly #written = new Map<NodeId, number>();

  constructor(
    world: World,
    breaches: Breaches<LocksLaw>,
    metrics: LocksMetrics,
    options: LocksOptions,
  ) {
    this.#world = world;
    this.#breaches = breaches;
    this.metrics = metrics;
    this.#options = options;
    world.trace.on('crash', ({ node = '' }) => {
      this.#leavesWork(node);
      this.#wantedAtMs.delete(node);
    });
  }

  // The service’s view.

  /** A server grants the lock until this time by its own clock. */
  grants(owner: string, by: NodeId, untilMs: number, token: number | null): void {
    const standing = this.#granted.find((grant) => grant.owner !== owner && this.#isInForce(grant));
    if (standing !== undefined) {
      this.#report(
        'one-holder',
        `server ${by} grants the lock to client ${named(owner)}, although its lease for ${named(standing.owner)} is still in force`,
      );
    }
    this.#granted = this.#granted.filter(
      (grant) => grant.owner !== owner && this.#isInForce(grant),
    );
    this.#granted.push({ owner, by, untilMs, isOver: this.#abandoned.has(owner) });
    this.#latestHolder += 1;
    this.#grantOrdinals.set(`${owner} ${token}`, this.#latestHolder);
    if (!this.#settled.has(owner)) this.#ordinals.set(owner, this.#latestHolder);
    this.#checkTurn(owner);
  }

  /**
   * The client gives up a grant that it may have received without knowing; if it arrives late, it
   * has no owner.
   */
  abandons(owner: string): void {
    this.#abandoned.add(owner);
    this.ends(owner);
  }

  /** The service itself has ended the grant, because a session is over. */
  ends(owner: string): void {
    for (const grant of this.#granted) if (grant.owner === owner) grant.isOver = true;
  }

  /** The service has started without any lock, as it announces. */
  endsAll(): void {
    for (const grant of this.#granted) grant.isOver = true;
    this.#queue.length = 0;
  }

  extends(owner: string, untilMs: number): void {
    for (const grant of this.#granted) if (grant.owner === owner) grant.untilMs = untilMs;
  }

  #isInForce({ isOver, by, untilMs }: Granted): boolean {
    return !isOver && this.#clockOf(by) < untilMs;
  }

  #checkToken(owner: string, token: number | undefined): void {
    if (token === undefined) return;
    const ordinal = this.#order(owner);
    for (const [other, its] of this.#tokens) {
      if (other < ordinal ? its < token : token < its) continue;
      this.metrics.repeatedTokens.add();
      this.#report(
        'tokens-grow',
        `client ${named(owner)} is holder number ${ordinal} of the lock with token ${token}, although holder number ${other} has token ${its}; a later holder should have the higher one`,
      );
    }
    this.#tokens.set(ordinal, token);
  }

  queues(owner: string): void {
    this.#queue.push(owner);
  }

  /** It no longer waits. */
  unqueues(owner: string): void {
    const place = this.#queue.indexOf(owner);
    if (place >= 0) this.#queue.splice(place, 1);
  }

  #checkTurn(owner: string): void {
    const [first = owner] = this.#queue;
    if (first !== owner && this.#queue.includes(owner)) {
      this.#report(
        'fair-order',
        `client ${named(owner)} gets the lock before ${named(first)}, which came earlier`,
      );
    }
    this.unqueues(owner);
  }

  wakes(waiting: number): void {
    this.metrics.wakeUps.add(waiting);
    if (waiting > 1)
      this.#report(
        'no-herd',
        `one holder leaves, and ${waiting} waiting clients are notified instead of one`,
      );
  }

  // The clients’ view.

  wants(client: NodeId): void {
    const { nowMs } = this.#world.kernel;
    if (this.#wantedAtMs.size === 0) this.#freeSinceMs = Math.max(this.#freeSinceMs, nowMs);
    this.#wantedAtMs.set(client, nowMs);
  }

  holds(client: NodeId, grant: Grant): void {
    const { owner } = grant;
    const { nowMs } = this.#world.kernel;
    this.metrics.holds.add();
    this.metrics.waitMs.record(nowMs - (this.#wantedAtMs.get(client) ?? nowMs));
    this.#wantedAtMs.delete(client);
    this.#checkProgress(nowMs);
    this.#settle(owner, grant.token);
    this.#checkToken(owner, grant.token);
    this.#beliefs = this.#beliefs.filter((belief) => this.#isBelieved(belief));
    this.#checkBeliefs(owner);
    const { lives } = this.#world.node(client);
    if (Number.isFinite(grant.validUntilMs)) this.#beliefs.push({ grant, client, life: lives });
    this.#beginsWork(client, owner);
  }

  /** The service has told the client that its lease is renewed. */
  renews(client: NodeId, { owner, validUntilMs }: Grant): void {
    // A reply delayed by a pause says nothing about the present.
    if (this.#clockOf(client) >= validUntilMs) return;
    this.#beliefs = this.#beliefs.filter((belief) => this.#isBelieved(belief));
    this.#checkBeliefs(owner);
  }

  #checkBeliefs(owner: string): void {
    const other = this.#beliefs.find(({ grant }) => grant.owner !== owner);
    if (other === undefined) return;
    const how = `client ${named(owner)} has the lock while ${named(other.grant.owner)}, by its own clock, still believes that it holds it`;
    this.#report('belief-within-lease', how);
  }

  #isBelieved({ grant, client, life }: Belief): boolean {
    const node = this.#world.node(client);
    return (
      node.life !== 'down' && node.lives === life && this.#clockOf(client) < grant.validUntilMs
    );
  }

  #checkProgress(nowMs: number): void {
    const ms = nowMs - this.#freeSinceMs;
    if (this.#atWork.size === 0 && ms > this.#options.progressWithinMs) {
      this.#report(
        'progress',
        `the lock was free for ${Math.round(ms)} ms although a client waited for it`,
      );
    }
  }

  /** The client knows that it no longer holds the lock: it gives it back, or has lost it. */
  gives(client: NodeId, owner: string): void {
    this.#beliefs = this.#beliefs.filter(({ grant }) => grant.owner !== owner);
    this.abandons(owner);
    if (this.#atWork.get(client) === owner) this.#leavesWork(client);
  }

  // The truth.

  #beginsWork(client: NodeId, owner: string): void {
    const [other] = this.#atWork.values();
    if (other !== undefined) {
      this.metrics.secondHolders.add();
      this.#report(
        'one-at-work',
        `clients ${named(owner)} and ${named(other)} are at work under one lock at the same time`,
      );
    }
    if (this.#atWork.size === 1) this.#overlapSinceMs = this.#world.kernel.nowMs;
    this.#atWork.set(client, owner);
  }

  #leavesWork(client: NodeId): void {
    if (!this.#atWork.delete(client)) return;
    const { nowMs } = this.#world.kernel;
    if (this.#atWork.size === 1) this.metrics.overlapMs.add(nowMs - this.#overlapSinceMs);
    if (this.#atWork.size === 0) this.#freeSinceMs = nowMs;
  }

  get atWork(): ReadonlyMap<NodeId, string> {
    return this.#atWork;
  }

  isWaiting(client: NodeId): boolean {
    return this.#wantedAtMs.has(client);
  }

  // Writes.

  beginsWrite(client: NodeId, { owner, validUntilMs }: Grant): void {
    if (this.#clockOf(client) < validUntilMs) return;
    this.#report(
      'no-write-after-lease',
      `client ${client} begins a write although, by its own clock, the lease of ${named(owner)} is over`,
    );
  }

  takes(store: NodeId, owner: string, compares: boolean, hasToken: boolean): void {
    const ordinal = this.#order(owner);
    const latest = this.#written.get(store) ?? 0;
    this.metrics.writes.add();
    if (ordinal < latest) {
      this.metrics[compares ? 'letThrough' : 'overwrites'].add();
      if (compares && hasToken) {
        this.#report(
          'no-stale-write',
          `store ${store} accepts the write of client ${named(owner)}, although a later holder of the lock has already written there`,
        );
      }
    } else if (ordinal < this.#latestHolder) this.metrics.lateInOrder.add();
    this.#written.set(store, Math.max(latest, ordinal));
  }

  /** `compares`: by tokens. A database whose session has ended refuses its commit, whoever has written. */
  refuses(store: NodeId, owner: string, compares: boolean): void {
    this.metrics.refused.add();
    if (!compares) return;
    if (this.#order(owner) < (this.#written.get(store) ?? 0)) return;
    this.#report(
      'latest-holder-writes',
      `store ${store} refuses the write of client ${named(owner)}, although no later holder has written`,
    );
  }

  #settle(owner: string, token: number | undefined): void {
    const ordinal = this.#grantOrdinals.get(`${owner} ${token}`);
    if (ordinal === undefined) this.#order(owner);
    else this.#ordinals.set(owner, ordinal);
    this.#settled.add(owner);
  }

  /** The owner’s number, newly assigned if the owner is new. */
  #order(owner: string): number {
    const known = this.#ordinals.get(owner);
    if (known !== undefined) return known;
    this.#latestHolder += 1;
    this.#ordinals.set(owner, this.#latestHolder);
    return this.#latestHolder;
  }

  #clockOf(node: NodeId): number {
    return this.#world.node(node).clock.read(this.#world.kernel.nowMs);
  }

  #report(law: LocksLaw, how: string): void {
    if (!this.#options.breaks.includes(law)) this.#breaches.report(law, how);
  }
}
