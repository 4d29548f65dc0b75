/**
 * Expectations of the usual kinds in a few words: the metric, the id, the bound; then what it says, and
 * the claim that it decides if there is one.
 *
 *     none('lost', 'nothing-lost').says('nothing is lost', 'some-claim'),
 *     within(quotient('eagerMs', 'lazyMs'), 'twice', { atLeast: 2 }).says('eager takes twice as long'),
 */
import { type Bound, type Expectation, exactBound } from './expectation.ts';
import type { Histogram } from './metric.ts';

/** Metrics that have a value: counters and gauges. */
export type Valued<Name extends string> = Readonly<
  Record<Name, { readonly value: number | undefined }>
>;

/** What is measured: a metric, or something of several. */
type Measured<Name extends string> = Name | ((metrics: Valued<Name>) => number | undefined);

/** Of a metric that has a value, or of whatever a function measures. */
export function within<Name extends string>(
  measured: Measured<Name>,
  id: string,
  bound: Bound,
): { says: (text: string, claim?: string) => Expectation<Valued<Name>> };
export function within<Metrics>(
  measured: (metrics: Metrics) => number | undefined,
  id: string,
  bound: Bound,
): { says: (text: string, claim?: string) => Expectation<Metrics> };
export function within<Name extends string>(measured: Measured<Name>, id: string, bound: Bound) {
  return {
    says: (text: string, claim?: string): Expectation<Valued<Name>> => ({
      id,
      text,
      ...(claim === undefined ? {} : { claim }),
      measured: typeof measured === 'string' ? (metrics) => metrics[measured].value : measured,
      bound,
    }),
  };
}

export const exactly = <Name extends string>(value: number, measured: Measured<Name>, id: string) =>
  within(measured, id, exactBound(value));

export const none = <Name extends string>(measured: Measured<Name>, id: string) =>
  within(measured, id, { atMost: 0 });

export const some = <Name extends string>(measured: Measured<Name>, id: string) =>
  within(measured, id, { atLeast: 1 });

/** One metric divided by another; undefined unless both were measured. */
export const quotient =
  <A extends string, B extends string>(of: A, by: B) =>
  (metrics: Valued<A | B>): number | undefined => {
    const [dividend, divisor] = [metrics[of].value, metrics[by].value];
    return dividend === undefined || divisor === undefined ? undefined : dividend / divisor;
  };

/** One metric less another; undefined unless both were measured. */
export const difference =
  <A extends string, B extends string>(of: A, less: B) =>
  (metrics: Valued<A | B>): number | undefined => {
    const [minuend, subtrahend] = [metrics[of].value, metrics[less].value];
    return minuend === undefined || subtrahend === undefined ? undefined : minuend - subtrahend;
  };

/** What is measured of a histogram; undefined if nothing was recorded. */
type Histograms<Name extends string> = Readonly<Record<Name, Histogram>>;

export const mean =
  <Name extends string>(of: Name) =>
  (metrics: Histograms<Name>): number | undefined =>
    metrics[of].mean;

export const largest =
  <Name extends string>(of: Name) =>
  (metrics: Histograms<Name>): number | undefined =>
    metrics[of].max;

export const quantile =
  <Name extends string>(of: Name, q: number) =>
  (metrics: Histograms<Name>): number | undefined =>
    metrics[of].quantile(q);
