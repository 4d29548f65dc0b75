/** A request as limiters see it. */
import type { ListQuery } from './query.ts';

export interface LimitRequest {
  /** Whose limit it counts against. */
  readonly key: string;
  /** Where it comes from, if others may come from there too. */
  readonly address?: string;
  readonly cost: number;
  /** What it asks for, if it is a query. */
  readonly query?: readonly ListQuery[];
}
