/**
 * Probabilistic early expiration, XFetch (Vattani et al. 2015, Figure 3): every reader decides by
 * itself whether to recompute before the TTL is over; the closer the expiry and the longer a load
 * takes, the likelier it is. No coordination.
 */
import { log } from '../../../src/kernel/elementary.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import { loadAndFill } from '../patterns/cache-aside.ts';
import type { Key, Row } from '../row.ts';
import type { Seen } from '../server/command.ts';

export function* xfetch(app: App, key: Key): Process<Row> {
  const { row, entry } = yield* app.cache.get(key);
  if (row !== undefined && entry !== undefined) {
    if (earlierByMs(app, entry) < entry.freshForMs) return row;
    app.loadsEarly(key);
  }
  return yield* loadAndFill(app, key);
}

/** -delta * beta * ln(rand): exponential, with a mean of beta times the load time. */
function earlierByMs({ options, rules, random }: XFetcher, { loadMs }: Seen): number {
  const delta = rules['scale-by-delta'] ? loadMs : 0;
  return -delta * options.beta * Math.fround(log(1 - random()));
}

type XFetcher = Pick<App, 'options' | 'rules' | 'random'>;
