/** A browser: what its tabs share, and the silent refresh when an access token has expired. */
import { join, type Process, type Task } from '../../src/kernel/process.ts';
import { isCallFailure, type ServerContext } from '../../src/world/server.ts';
import type { TokenAnswer, Tokens } from './authority.ts';
import type { GateAnswer } from './gates.ts';
import { note } from './notes.ts';
import type { AuthRules } from './rules.ts';

/** One refresh at a time: of a tab, or of all tabs that share the lock. */
export interface Flight {
  current: Task<void> | undefined;
}

export interface BrowserOptions {
  readonly api: string;
  readonly authority: string;
  /** How long a refresh waits for its reply before it is sent again. */
  readonly timeoutMs?: number;
}

export interface Browser {
  readonly user: string;
  /** What the tabs share; undefined if signed out. */
  tokens: Tokens | undefined;
  /** Refusals that the user saw, and those that a refresh made up for. */
  visible: number;
  hidden: number;
}

export function* signedIn(node: ServerContext, user: string, authority: string): Process<Browser> {
  const tokens = yield* node.call<Tokens>(authority, { signIn: user });
  return { user, tokens, visible: 0, hidden: 0 };
}

/** A call of the API; refused, it refreshes and tries again, once. */
export function* fetches(
  node: ServerContext,
  browser: Browser,
  flight: Flight,
  options: BrowserOptions,
  rules: AuthRules,
): Process<void> {
  const before = browser.tokens;
  if (before === undefined) {
    browser.visible += 1;
    return;
  }
  const { refused } = yield* node.call<GateAnswer>(options.api, before.access);
  if (refused === undefined) return;
  // Another tab may have refreshed meanwhile.
  if (browser.tokens === before) yield* refreshes(node, browser, flight, options, rules);
  const { tokens } = browser;
  const again =
    tokens === undefined ? undefined : yield* node.call<GateAnswer>(options.api, tokens.access);
  if (again !== undefined && again.refused === undefined) browser.hidden += 1;
  else browser.visible += 1;
}

function* refreshes(
  node: ServerContext,
  browser: Browser,
  flight: Flight,
  options: BrowserOptions,
  rules: AuthRules,
): Process<void> {
  if (rules['single-flight-refresh'] && flight.current !== undefined) {
    yield* join(flight.current);
    return;
  }
  const refresh = browser.tokens?.refresh;
  if (refresh === undefined) return;
  const task = node.spawn(refreshWith(node, browser, refresh, options));
  flight.current = task;
  yield* join(task);
  if (flight.current === task) flight.current = undefined;
}

/** Sends it once more if the reply does not come in time: with the same token, for the client has no other. */
function* refreshWith(
  node: ServerContext,
  browser: Browser,
  refresh: string,
  { authority, timeoutMs }: BrowserOptions,
): Process<void> {
  let answer: TokenAnswer;
  try {
    answer = yield* node.call<TokenAnswer>(
      authority,
      { refresh },
      timeoutMs === undefined ? {} : { timeoutMs },
    );
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    answer = yield* node.call<TokenAnswer>(authority, { refresh });
  }
  if ('refused' in answer) {
    browser.tokens = undefined;
    note(node, { kind: 'signs-out', user: browser.user, why: answer.refused });
  } else if (browser.tokens !== undefined) browser.tokens = answer;
}
