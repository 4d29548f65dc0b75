/**
 * Expectations of the usual kinds, each in one line: the bound, the metric, the id, the claim that it
 * decides if there is one, and what it says.
 *
 *     none('lost', 'nothing-lost', 'some-claim').says('nothing is lost'),
 *     within({ atLeast: 2 }, quotient('eagerMs', 'lazyMs'), 'twice').says('eager takes twice as long'),
 */
import type { Bound, Expectation } from './expectation.ts';

/** Metrics that have a value: counters and gauges. */
type Valued<Name extends string> = Readonly<Record<Name, { readonly value: number | undefined }>>;

/** What is measured: a metric, or something of several. */
type Measured<Name extends string> = Name | ((metrics: Valued<Name>) => number | undefined);

export function within<Name extends string>(
  bound: Bound,
  measured: Measured<Name>,
  id: string,
  claim?: string,
) {
  return {
    says: (text: string): Expectation<Valued<Name>> => ({
      id,
      text,
      ...(claim === undefined ? {} : { claim }),
      measured: typeof measured === 'string' ? (metrics) => metrics[measured].value : measured,
      bound,
    }),
  };
}

export const exactly = <Name extends string>(
  value: number,
  ...of: [measured: Measured<Name>, id: string, claim?: string]
) => within({ atLeast: value, atMost: value }, ...of);

export const none = <Name extends string>(
  ...of: [measured: Measured<Name>, id: string, claim?: string]
) => within({ atMost: 0 }, ...of);

export const some = <Name extends string>(
  ...of: [measured: Measured<Name>, id: string, claim?: string]
) => within({ atLeast: 1 }, ...of);

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
