/** Goal: lists of keys and browsers do what they promise at the edges: of time, and of a session. */
import { expect, test } from 'vitest';
import { type Browser, fetches } from '../../../sims/auth/browser.ts';
import { KeyList, KeyRing } from '../../../sims/auth/keys.ts';
import { authRules } from '../../../sims/auth/rules.ts';
import { client } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

test('a list of keys is fetched again at the moment when it is as old as allowed, and not before', () => {
  const ring = new KeyRing();
  const list = new KeyList(ring, 100);
  expect(list.at(5)).toEqual(['k1']);
  ring.published = ['k1', 'k2'];
  expect(list.at(104.9)).toEqual(['k1']);
  expect(list.at(105)).toEqual(['k1', 'k2']);
});

test('a call of a browser that is signed out is seen by the user, and sent nowhere', () => {
  const world = new World('1');
  const browser: Browser = { user: 'ann', tokens: undefined, visible: 0, hidden: 0 };
  // Neither node exists: a message to one of them would fail the run.
  const options = { api: 'api', authority: 'authority' };
  const flight = { current: undefined };
  const rules = authRules.without();
  world.addServer(
    'browser',
    client('browser', (node) => node.spawn(fetches(node, browser, flight, options, rules))),
  );
  world.kernel.runUntil(1_000);
  expect(browser).toEqual({ user: 'ann', tokens: undefined, visible: 1, hidden: 0 });
});
