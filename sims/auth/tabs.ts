/** Tabs of a browser whose access token expires: one with several calls, two of them, a lock, a lost reply. */
import { join, type Process } from '../../src/kernel/process.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { type BrowserOptions, type Flight, fetches, signedIn } from './browser.ts';
import type { AuthRules } from './rules.ts';

export const tabs = ['one', 'two', 'locked', 'graced', 'lost', 'lost-graced'] as const;
export type Tab = (typeof tabs)[number];

export interface TabTotals {
  ended: number;
  visible: number;
  signedOut: number;
}

export interface TabOptions {
  readonly tab: Tab;
  readonly users: number;
  readonly calls: number;
  readonly lifeMs: number;
  readonly latencyMs: number;
  readonly spreadMs: number;
}

export const tabsClient = (
  options: TabOptions,
  rules: AuthRules,
  totals: TabTotals,
  signsOut: (user: string) => void,
) =>
  client('browsers', (node) => {
    for (let place = 1; place <= options.users; place++) {
      node.spawn(oneUser(node, options, rules, totals, signsOut, `${options.tab}-${place}`));
    }
    return {};
  });

function* oneUser(
  node: ServerContext,
  { tab, calls, lifeMs, latencyMs, spreadMs }: TabOptions,
  rules: AuthRules,
  totals: TabTotals,
  signsOut: (user: string) => void,
  user: string,
): Process<void> {
  const authority = tab === 'graced' || tab === 'lost-graced' ? 'lenient' : 'strict';
  // A client that gives up while the reply is on its way: to it, that is a lost reply.
  const isLost = tab === 'lost' || tab === 'lost-graced';
  const options: BrowserOptions = {
    api: 'api',
    authority,
    ...(isLost ? { timeoutMs: 1.5 * latencyMs } : {}),
  };
  yield* node.sleep(node.stream('sign-in')() * spreadMs);
  const browser = yield* signedIn(node, user, authority);
  yield* node.sleep(lifeMs);
  if (tab === 'one') {
    const flight: Flight = { current: undefined };
    const started = Array.from({ length: calls }, () => node.spawn(fetch(flight)));
    for (const call of started) yield* join(call);
  } else if (isLost) yield* fetch({ current: undefined });
  else {
    const first: Flight = { current: undefined };
    const started = node.spawn(fetch(first));
    yield* node.sleep(node.stream('second-tab')() * spreadMs);
    yield* fetch(tab === 'locked' ? first : { current: undefined });
    yield* join(started);
  }
  totals.ended += 1;
  totals.visible += browser.visible;
  if (browser.tokens === undefined) {
    totals.signedOut += 1;
    signsOut(user);
  }

  function fetch(flight: Flight): Process<void> {
    return fetches(node, browser, flight, options, rules);
  }
}
