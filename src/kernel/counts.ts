/**
 * Draws of counts: how many events, how many successes. Exact in distribution, and the same on every
 * engine: no step compares what an engine may round in its own way.
 *
 * Both halve their problem by drawing an order statistic of it, as in Ahrens and Dieter, Computer
 * methods for sampling from gamma, beta, Poisson and binomial distributions (Computing 12, 1974),
 * until what is left can be counted one by one: O(log n) draws.
 */
import { standardNormal } from './distribution.ts';
import { log, log1p } from './elementary.ts';
import type { RandomStream } from './random.ts';

/** Up to this mean, counting one by one is quicker. */
const countedMean = 16;

/** How many events of a Poisson process of that mean. Throws RangeError for a mean below 0. */
export function drawPoisson(mean: number, stream: RandomStream): number {
  if (!(mean >= 0 && mean < Infinity)) throw new RangeError(`no Poisson mean: ${mean}`);
  if (mean === 0) return 0;
  const normal = standardNormal(stream);
  let [count, left] = [0, mean];
  while (left > countedMean) {
    // The time of the event that comes a little before the end; the time of the k-th is a gamma(k).
    const events = Math.floor((7 / 8) * left);
    const time = drawGamma(events, normal, stream);
    // It came after the end: of the events before it, each is before the end by itself.
    if (time > left) return count + drawBinomial(events - 1, left / time, stream);
    count += events;
    left -= time;
  }
  for (let time = waiting(stream); time <= left; time += waiting(stream)) count += 1;
  return count;
}

/** How many of so many trials succeed. Throws RangeError unless `probability` is in [0, 1]. */
export function drawBinomial(trials: number, probability: number, stream: RandomStream): number {
  if (!(Number.isInteger(trials) && trials >= 0 && probability >= 0 && probability <= 1)) {
    throw new RangeError(`no binomial distribution: ${trials} trials, each with ${probability}`);
  }
  const normal = standardNormal(stream);
  let [successes, left, p] = [0, trials, probability];
  // A trial succeeds if its own uniform number is below p.
  while (left * p > countedMean && left * (1 - p) > countedMean) {
    // The k-th smallest of n uniform numbers is a beta(k, n + 1 - k).
    const k = Math.floor((left + 1) * p);
    const below = drawGamma(k, normal, stream);
    const kth = below / (below + drawGamma(left + 1 - k, normal, stream));
    if (kth <= p) {
      successes += k;
      left -= k;
      p = (p - kth) / (1 - kth);
    } else {
      left = k - 1;
      p /= kth;
    }
  }
  return p < 0.5
    ? successes + countSuccesses(left, p, stream)
    : successes + left - countSuccesses(left, 1 - p, stream);
}

/** By the trials from one success to the next (Devroye 1986, X.4.3). */
function countSuccesses(trials: number, probability: number, stream: RandomStream): number {
  if (trials === 0 || probability === 0) return 0;
  const logFailure = log1p(-probability);
  const next = (): number => 1 + Math.floor(log1p(-stream()) / logFailure);
  let count = 0;
  for (let trial = next(); trial <= trials; trial += next()) count += 1;
  return count;
}

/** From one event of a Poisson process of rate 1 to the next. */
const waiting = (stream: RandomStream): number => -log1p(-stream());

/** Of that shape >= 1 and scale 1: Marsaglia and Tsang (ACM TOMS 26, 2000). */
function drawGamma(shape: number, normal: () => number, stream: RandomStream): number {
  if (shape === 1) return waiting(stream);
  const d = shape - 1 / 3;
  const c = 1 / (3 * Math.sqrt(d));
  for (;;) {
    const x = normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - stream();
    if (u < 1 - 0.0331 * x * x * x * x) return d * v;
    if (log(u) < 0.5 * x * x + d * (1 - v + log(v))) return d * v;
  }
}
