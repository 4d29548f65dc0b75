/**
 * The instances of a service while it is deployed: how many of either version are ready, and which
 * share of the traffic goes to the new one. What that costs is added up as time goes by.
 */

export interface FleetOptions {
  /** Instances before and after the deployment. */
  readonly instances: number;
  /** Of them so many are needed to serve everybody. */
  readonly needed: number;
  readonly users: number;
  readonly requestsPerSecond: number;
  /** Of the new version's requests so many fail. */
  readonly failingShare: number;
  readonly now: () => number;
}

export class Fleet {
  readonly options: FleetOptions;
  oldReady: number;
  newReady = 0;
  /** Started, and not yet ready. */
  starting = 0;
  /** Whether the new version gets copies of the requests that the old one serves. */
  mirrors = false;
  /** When the new version last stopped serving users. */
  clearedAtMs: number | undefined = undefined;
  #newShare = 0;
  #sinceMs: number;

  // What it has come to so far.
  exposedUserMinutes = 0;
  /** Answered by the new version, copies included. */
  newRequests = 0;
  failedRequests = 0;
  unservedRequests = 0;
  mostInstances: number;

  constructor(options: FleetOptions) {
    this.options = options;
    this.oldReady = options.instances;
    this.mostInstances = options.instances;
    this.#sinceMs = options.now();
  }

  /** Of the requests that are served, this share is served by the new version. */
  get newShare(): number {
    return this.#newShare;
  }

  get ready(): number {
    return this.oldReady + this.newReady;
  }

  /** Changes something about the fleet, having added up what it cost as it was. */
  change(action: (fleet: Fleet) => void): void {
    this.settle();
    action(this);
    this.mostInstances = Math.max(this.mostInstances, this.ready + this.starting);
  }

  routeToNew(share: number): void {
    this.settle();
    if (this.#newShare > 0 && share === 0) this.clearedAtMs = this.options.now();
    this.#newShare = share;
  }

  /** As instances take the traffic: each the same. */
  routeByInstances(): void {
    this.routeToNew(this.ready === 0 ? 0 : this.newReady / this.ready);
  }

  /** Adds up what has happened since the last change. */
  settle(): void {
    const { now, users, requestsPerSecond, failingShare, needed } = this.options;
    const spanMs = now() - this.#sinceMs;
    this.#sinceMs = now();
    const served = Math.min(1, this.ready / needed);
    const requests = (requestsPerSecond * spanMs) / 1000;
    this.unservedRequests += requests * (1 - served);
    this.newRequests += requests * served * (this.mirrors ? 1 : this.#newShare);
    this.failedRequests += requests * served * this.#newShare * failingShare;
    this.exposedUserMinutes += users * this.#newShare * (spanMs / 60_000);
  }
}
