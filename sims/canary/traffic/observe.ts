/** What the metrics of one version show about one interval. */
import { drawBinomial, drawPoisson } from '../../../src/kernel/counts.ts';
import { drawnFrom, lognormal, sampler } from '../../../src/kernel/distribution.ts';
import { chance, type RandomStream } from '../../../src/kernel/random.ts';
import { coldness, type Defect, errorFactor, loadFactor, type Service } from './service.ts';

export interface Observed {
  /** By endpoint. If all of a user's requests fail together, users are counted. */
  readonly endpoints: readonly Counted[];
  /** Of some of the requests; NaN if one was not recorded, Infinity if it was abandoned. */
  readonly latenciesMs: readonly number[];
}

export interface Counted {
  readonly endpoint: string;
  readonly users: number;
  readonly usersWithErrors: number;
  readonly requests: number;
  readonly errors: number;
}

/** The running version, and what is observed of it. */
export interface Version {
  readonly defect: Defect;
  /** Of the traffic, 0 to 1. */
  readonly share: number;
  readonly startedAtMs: number;
}

export interface Window {
  /** True time of its start, and the time of day that it represents. */
  readonly atMs: number;
  readonly intervalMs: number;
  /** The current factor on both versions' error rates. */
  readonly noise: number;
  /** The number of requests whose latency is recorded. */
  readonly latencies: number;
}

export function observe(
  service: Service,
  { defect, share, startedAtMs }: Version,
  window: Window,
  stream: RandomStream,
): Observed {
  const { atMs, intervalMs, noise, latencies } = window;
  const cold = coldness(service, atMs - startedAtMs);
  const load = loadFactor(service, atMs) * (intervalMs / 1000) * service.requestsPerSecond;
  const traffic = defect.noTraffic === true ? 0 : share * load;
  const usersExpected = traffic / service.requestsPerUser;
  const endpoints = service.endpoints.map(({ name, share, errorRate }): Counted => {
    const added =
      defect.endpoint === undefined || defect.endpoint === name ? (defect.errorRateAdded ?? 0) : 0;
    const rate = Math.min(1, errorRate * errorFactor(service, atMs) * noise * cold + added);
    const users = drawPoisson(usersExpected * share, stream);
    const failing = drawBinomial(users, rate, stream);
    const lost = drawBinomial(failing, defect.unrecordedErrors ?? 0, stream);
    const perUser = service.requestsPerUser;
    return {
      endpoint: name,
      users: users - lost,
      usersWithErrors: failing - lost,
      requests: (users - lost) * perUser,
      errors: (failing - lost) * perUser,
    };
  });
  const hours = (atMs - startedAtMs) / 3_600_000;
  const growth = 1 + (defect.latencyGrowthPerHour ?? 0) * hours;
  const factor = cold * growth * (defect.latencyFactor ?? 1);
  const recorded = traffic === 0 ? 0 : Math.min(latencies, Math.round(traffic));
  return { endpoints, latenciesMs: drawLatencies(service, defect, factor, recorded, stream) };
}

function drawLatencies(
  service: Service,
  { slowShare = 0, slowFactor = 1, unrecordedLatencies = 0 }: Defect,
  factor: number,
  count: number,
  stream: RandomStream,
): number[] {
  const draw = latencySampler(service, factor, stream);
  return Array.from({ length: count }, () => {
    const slow = slowShare > 0 && chance(stream, slowShare);
    const latencyMs = draw() * (slow ? slowFactor : 1);
    if (unrecordedLatencies > 0 && chance(stream, unrecordedLatencies)) return Number.NaN;
    return latencyMs > service.timeoutMs ? Infinity : latencyMs;
  });
}

/** Latencies `factor` times as long as the service's own. */
function latencySampler(
  { latencyMs, latencySigma }: Service,
  factor: number,
  stream: RandomStream,
): () => number {
  if (typeof latencyMs === 'number') {
    return sampler(lognormal(latencyMs * factor, latencySigma), stream);
  }
  const draw = sampler(drawnFrom(latencyMs), stream);
  return () => factor * draw();
}
