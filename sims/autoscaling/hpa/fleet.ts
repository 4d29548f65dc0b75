/** Pods that serve a load: each takes time to start, has a request and a limit, and shows what it uses a while later. */
import { isStarting, type Milli, type Pod } from './pods.ts';

export interface FleetOptions {
  readonly requestMilli: Milli;
  /** What a pod can use at most. */
  readonly limitMilli: Milli;
  readonly startMs: number;
  /** Metrics are as old as that. */
  readonly lagMs: number;
}

interface Member {
  readonly name: string;
  readonly startedMs: number;
  readonly readyAtMs: number;
}

interface Sample {
  /** Over which time it was taken. */
  readonly fromMs: number;
  readonly atMs: number;
  /** Of each pod that was ready then. */
  readonly usedMilli: ReadonlyMap<string, Milli>;
}

export class Fleet {
  readonly #options: FleetOptions;
  readonly #members: Member[] = [];
  readonly #samples: Sample[] = [];
  #named = 0;
  #nowMs = 0;
  /** Work that came and could not be served yet, in core milliseconds. */
  backlogMs = 0;
  /** Work that had to wait at all, in core milliseconds. */
  waitedMs = 0;
  /** How long the load was more than the pods can do. */
  overloadedMs = 0;

  constructor(options: FleetOptions, pods: number) {
    this.#options = options;
    for (let each = 0; each < pods; each++) this.#add(-options.startMs);
  }

  get size(): number {
    return this.#members.length;
  }

  get ready(): number {
    return this.#members.filter(({ readyAtMs }) => readyAtMs <= this.#nowMs).length;
  }

  /** What the pods that are ready can do, in cores. */
  get capacityCores(): number {
    return (this.ready * this.#options.limitMilli) / 1_000;
  }

  /** The pods as of now become as many; the youngest go first. */
  resize(pods: number): void {
    while (this.#members.length < pods) this.#add(this.#nowMs);
    this.#members.splice(pods);
  }

  /** Takes so many of those that are there. */
  lose(pods: number): void {
    this.#members.splice(0, pods);
  }

  /** Time passes under a constant load; what does not fit waits, and is served as soon as there is room. */
  serve(untilMs: number, loadCores: number): void {
    const lastsMs = untilMs - this.#nowMs;
    // Who becomes ready in between is ready from then on: steps are short beside starts.
    const capacity = this.capacityCores;
    const offered = loadCores + this.backlogMs / lastsMs;
    const served = Math.min(capacity, offered);
    const over = Math.max(0, loadCores - capacity) * lastsMs;
    if (over > 0) this.overloadedMs += lastsMs;
    this.waitedMs += over;
    this.backlogMs = Math.max(0, (offered - served) * lastsMs);
    const ready = this.#members.filter(({ readyAtMs }) => readyAtMs <= this.#nowMs);
    const each = ready.length === 0 ? 0 : Math.round((1_000 * served) / ready.length);
    this.#samples.push({
      ...{ fromMs: this.#nowMs, atMs: untilMs },
      usedMilli: new Map(ready.map(({ name }) => [name, each])),
    });
    this.#nowMs = untilMs;
    while ((this.#samples[1]?.atMs ?? Infinity) <= untilMs - this.#options.lagMs)
      this.#samples.shift();
  }

  /** What an autoscaler sees: what pods used a while ago, times what a metric’s noise makes of it. */
  seen(noise: () => number = () => 1): Pod[] {
    const { requestMilli, limitMilli } = this.#options;
    const [sample] = this.#samples;
    const { fromMs: sampledFromMs = 0, atMs: sampleMs = 0 } = sample ?? {};
    const windowMs = sampleMs - sampledFromMs;
    return this.#members.map(({ name, startedMs, readyAtMs }) => {
      const usedMilli = sample?.usedMilli.get(name);
      const isReady = readyAtMs <= this.#nowMs;
      // A condition that says no has said so since the pod was made.
      const condition = { isReady, sinceMs: isReady ? readyAtMs : startedMs };
      const times = { startedMs, condition, sampleMs, windowMs };
      return {
        ...{ name, requestMilli, limitMilli },
        // Until a sample is from after it was ready, there is one of a pod that did nothing.
        usedMilli: usedMilli === undefined ? 0 : Math.trunc(usedMilli * noise()),
        state: isStarting(times, this.#nowMs) ? 'unready' : 'ready',
      };
    });
  }

  #add(fromMs: number): void {
    this.#named += 1;
    const readyAtMs = fromMs + this.#options.startMs;
    this.#members.push({ name: `pod-${this.#named}`, startedMs: fromMs, readyAtMs });
  }
}
