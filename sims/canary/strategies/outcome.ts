/** The outcome of a deployment, as the lab sees it and no node does. */
import type { Answered } from '../traffic/batch.ts';
import type { Instances } from '../traffic/fleet.ts';
import type { Route } from '../traffic/router.ts';

export class Outcome {
  readonly #fleets = new Map<'old' | 'new', Instances>();
  readonly #now: () => number;
  /** Instances before the deployment, all of them needed. */
  readonly instances: number;
  /** The share of requests that the router sends to the new version. */
  newShare = 0;
  mostInstances: number;

  // What the users have experienced so far.
  exposedUserMinutes = 0;
  /** Failed because of the new version. */
  brokenRequests = 0;
  unservedRequests = 0;

  raisedAtMs: number | undefined = undefined;
  newShareAtAlarm = 0;
  /** When the new version last stopped serving users. */
  #clearedAtMs = 0;

  constructor(instances: number, now: () => number) {
    this.#now = now;
    this.instances = instances;
    this.#fleets.set('old', { ready: instances, wanted: instances });
    this.mostInstances = instances;
  }

  /** The share of requests that the new version answers. */
  get exposedShare(): number {
    return this.#isExposing ? this.newShare : 0;
  }

  get ready(): number {
    return [...this.#fleets.values()].reduce((sum, { ready }) => sum + ready, 0);
  }

  /** From the alarm until no user was sent to the new version; undefined while some are. */
  get undoneMs(): number | undefined {
    if (this.raisedAtMs === undefined || this.#isExposing) return undefined;
    return Math.max(0, this.#clearedAtMs - this.raisedAtMs);
  }

  alarm(): void {
    this.raisedAtMs = this.#now();
    this.newShareAtAlarm = this.newShare;
  }

  scaled(version: 'old' | 'new', instances: Instances): void {
    this.#change(() => this.#fleets.set(version, instances));
    const running = [...this.#fleets.values()].map(({ ready, wanted }) => Math.max(ready, wanted));
    const sum = running.reduce((total, count) => total + count, 0);
    this.mostInstances = Math.max(this.mostInstances, sum);
  }

  routed({ targets }: Route): void {
    this.#change(() => {
      this.newShare = targets.reduce((sum, { isNew, share }) => sum + (isNew ? share : 0), 0);
    });
  }

  answered(requests: number, { served, exposed, broken }: Answered, userMinutes: number): void {
    this.unservedRequests += requests - served;
    this.brokenRequests += broken;
    if (requests > 0) this.exposedUserMinutes += userMinutes * (exposed / requests);
  }

  /** Without a fleet of its own the new version runs on the old one's instances. */
  get #isExposing(): boolean {
    return this.newShare > 0 && (this.#fleets.get('new')?.ready ?? 1) > 0;
  }

  #change(action: () => void): void {
    const wasExposing = this.#isExposing;
    action();
    if (wasExposing && !this.#isExposing) this.#clearedAtMs = this.#now();
  }
}
