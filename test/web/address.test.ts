/**
 * Goal: an address names a session and how it is looked at, all of it; so does a token, and one leads to the other.
 * Method: sessions with random parameters, rules and things done by hand, written and read again; damaged texts.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import { run } from '../../src/lab/run.ts';
import { Playback } from '../../src/lab/session.ts';
import { encodeToken, identityOf } from '../../src/lab/token.ts';
import {
  type Address,
  addressOf,
  addressOfToken,
  formatAddress,
  isSameRun,
  parseAddress,
  sessionOf,
  views,
} from '../../src/web/address/address.ts';
import { acts, enact } from '../support/interventions.ts';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
const rule = fc.constantFrom(
  'raft/up-to-date-log',
  'commit-only-current-term',
  'one-vote-per-term',
);

const addresses: fc.Arbitrary<Address> = fc.record({
  scenario: fc.constantFrom('raft/leader-crash', 'cache/hot-key-expires'),
  seed: text,
  assignments: fc.array(fc.tuple(text, text).map(([name, value]) => `${name}=${value}`)),
  without: fc.uniqueArray(rule),
  plan: fc.constantFrom(undefined, []),
  interventions: fc.constantFrom(
    [],
    [{ event: 7, intervention: { kind: 'pause' as const, node: 'n1' } }],
  ),
  at: fc.option(fc.nat(999_999_999), { nil: undefined }),
  view: fc.constantFrom(...views),
  lesson: fc.option(fc.constantFrom('election:2', 'figure-8:1'), { nil: undefined }),
});

test.prop([addresses])('an address that was written is read as it was', (address) => {
  const written = formatAddress(address);
  expect(parseAddress(written)).toEqual(address);
  expect(parseAddress(`#${written}`)).toEqual(address);
  // A browser may escape what the page left as it is.
  expect(parseAddress(encodeURI(written).replaceAll('%25', '%'))).toEqual(address);
});

test.prop([acts, fc.integer({ min: 1, max: 5 })], { numRuns: 10 })(
  'what is done by hand survives the way from a token to the page and back',
  (steps, nodes) => {
    const session = sessionOf(
      addressOf('raft/leader-crash', { seed: '7' }),
      { ...defaults, nodes },
      [],
    );
    const playback = new Playback(leaderCrash, session);
    for (const step of steps) enact(playback, step);
    const { at: _at, untilMs: _untilMs, scenario: _scenario, ...options } = playback.session;
    const result = run(leaderCrash, options);
    const token = encodeToken(identityOf({ scenario: leaderCrash, options }, result));
    const address = parseAddress(formatAddress(addressOfToken(token)));
    expect(address.interventions).toEqual(options.interventions);
    const { scenario: _same, at: _start, ...again } = sessionOf(address, options.params, []);
    expect(run(leaderCrash, again).digest).toBe(result.digest);
  },
);

const defaults = leaderCrash.params.parse({});

test('two places of one run are the same run; another seed is not', () => {
  const one = addressOf('raft/leader-crash', { at: 3, view: 'table', lesson: 'election:1' });
  expect(isSameRun(one, addressOf('raft/leader-crash', { at: 9 }))).toBe(true);
  expect(isSameRun(one, addressOf('raft/leader-crash', { seed: '2' }))).toBe(false);
});

test.each([
  ['/raft/leader-crash?sed=7', 'There is no part of an address "sed". Did you mean "seed"?'],
  ['/raft/leader-crash?view=lane', 'There is no view "lane". Did you mean "lanes"?'],
  ['/raft/leader-crash?at=-1', '"at=-1" is not a number of events.'],
  ['/raft/leader-crash?do=x', 'The part "do" of this address is damaged: copy the whole link.'],
  [
    '/raft/leader-crash?plan=eyJ9',
    'The part "plan" of this address is damaged: copy the whole link.',
  ],
  ['/raft/leader-crash?seed=%zz', 'This address is damaged: copy the whole link.'],
  ['lab1.damaged', 'token'],
])('%s is refused in a sentence', (address, message) => {
  expect(() => parseAddress(address)).toThrow(message);
});
