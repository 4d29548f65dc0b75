/**
 * Goal: what `commit.test.ts` shows of presumed abort and of two participants also holds for the
 * other presumptions, and for three participants.
 */
import { describe, expect, test } from 'vitest';
import { presumptions } from '../../../sims/transactions/commit/options.ts';
import { everyOrder } from './commit-kit.ts';

const voteOf = () => 'either' as const;

describe.each(presumptions)('presumed %s', (presumes) => {
  const options = { participants: 2, voteOf, presumes } as const;

  test('every order of two participants is atomic', () => {
    expect(everyOrder([], options)).toMatchObject({ ended: 'complete', broken: undefined });
  });

  const rules = [
    'vote-is-logged-before-sent',
    'decision-is-logged-before-sent',
    'commit-needs-every-vote',
    'prepared-waits',
  ] as const;
  test.each(rules)('without %s it is not', (rule) => {
    expect(everyOrder([rule], options).broken).toBe('atomicity');
  });
});

test('every order of three participants without timeouts is atomic', () => {
  const options = { participants: 3, voteOf, presumes: 'abort' } as const;
  const bounds = { timeouts: { votes: 0, inquire: 1, resend: 0 } };
  expect(everyOrder([], options, bounds)).toMatchObject({ ended: 'complete', broken: undefined });
});

describe.each(['paxos', 'faster-paxos'] as const)('%s', (protocol) => {
  const options = { participants: 2, protocol } as const;
  const bounds = { crashes: 1, timeouts: { inquire: 1 } };
  const steady = ['rm1', 'rm2', 'acceptor1'];

  test('every order with one crash of an acceptor is atomic', () => {
    expect(everyOrder([], options, bounds, steady)).toMatchObject({
      ended: 'complete',
      broken: undefined,
    });
  });

  test('without acceptance-is-logged-before-sent it is not', () => {
    expect(everyOrder(['acceptance-is-logged-before-sent'], options, bounds, steady).broken).toBe(
      'atomicity',
    );
  });
});
