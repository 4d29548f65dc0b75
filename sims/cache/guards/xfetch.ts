/**
 * Probabilistic early expiration, XFetch (Vattani et al. 2015, Figure 3): every reader decides by
 * itself whether to recompute before the TTL is over, the more likely the nearer the end, and the
 * earlier the longer a load takes. No coordination.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app.ts';
import type { Entry } from '../entry.ts';
import { loadAndFill } from '../patterns/cache-aside.ts';
import type { Key, Row } from '../row.ts';

export function* xfetch(app: App, key: Key): Process<Row> {
  const entry = yield* app.cache.entry(key);
  if (entry !== undefined && app.nowMs + earlierByMs(app, entry) < entry.freshUntilMs) {
    return entry.row;
  }
  if (entry !== undefined) app.loadsEarly();
  return yield* loadAndFill(app, key);
}

/** -delta * beta * ln(rand): exponential, with the load time times beta for its mean. */
function earlierByMs({ options, rules, random }: XFetcher, { loadMs }: Entry): number {
  const delta = rules['scale-by-delta'] ? loadMs : 0;
  return -delta * options.beta * Math.fround(Math.log(1 - random()));
}

type XFetcher = Pick<App, 'options' | 'rules' | 'random'>;
