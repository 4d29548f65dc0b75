/** Users whose access tokens are refused while the keys of the issuer change. */

import type { Process } from '../../src/kernel/process.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { type Browser, type Flight, fetches, signedIn } from './browser.ts';
import type { AuthRules } from './rules.ts';

export interface RotationOptions {
  readonly api: string;
  readonly authority: string;
  readonly users: number;
  /** From the beginning, when users sign in. */
  readonly withinMs: number;
  readonly everyMs: number;
}

/** Signed in, and asking from then on. */
export const rotationClient = (options: RotationOptions, rules: AuthRules, browsers: Browser[]) =>
  client('people', (node) => {
    for (let place = 1; place <= options.users; place++) {
      node.spawn(asksAlways(node, options, rules, browsers, `user-${place}`));
    }
    return {};
  });

function* asksAlways(
  node: ServerContext,
  options: RotationOptions,
  rules: AuthRules,
  browsers: Browser[],
  user: string,
): Process<void> {
  yield* node.sleep(node.stream('sign-in')() * options.withinMs);
  const browser = yield* signedIn(node, user, options.authority);
  browsers.push(browser);
  const flight: Flight = { current: undefined };
  const startMs = node.now();
  for (let request = 1; ; request++) {
    yield* node.sleep(startMs + request * options.everyMs - node.now());
    yield* fetches(node, browser, flight, options, rules);
  }
}
