/** Goal: a snapshot and the events after it give the same state as all events; and upcasters compose to what one step would do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../../sims/transactions/events/account.ts';
import { canRead, type Schema } from '../../../sims/transactions/events/compatibility.ts';
import { upcast } from '../../../sims/transactions/events/versions.ts';

const event = fc.record({
  type: fc.constantFrom('Deposited' as const, 'Withdrawn' as const),
  amount: fc.nat(1_000),
});

test('fold(all) = fold(suffix, fold(prefix)) at every place', () => {
  fc.assert(
    fc.property(fc.array(event), fc.nat(50), (events, place) => {
      // By hand: the sum of deposits minus that of withdrawals.
      const sum = events.reduce(
        (s, { type, amount }) => s + (type === 'Deposited' ? amount : -amount),
        0,
      );
      expect(fold(events)).toBe(sum);
      expect(fold(events.slice(place), fold(events.slice(0, place)))).toBe(sum);
    }),
  );
});

test('v1 to v2 to v3 is v1 to v3, and old events stay as they are', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]+( [a-z]+)*$/), (name) => {
      const old = Object.freeze({ version: 1, name } as const);
      const [firstName, ...rest] = name.split(' ');
      const lastName = rest.join(' ');
      const direct = { version: 3, firstName, lastName, country: 'unknown' };
      expect(upcast(old)).toEqual(direct);
      expect(upcast({ version: 2, firstName: firstName ?? '', lastName })).toEqual(direct);
    }),
  );
});

describe('readers and writers', () => {
  const field = (required: boolean, type: 'text' | 'number' = 'text') => ({ type, required });
  const tables: readonly (readonly [string, Schema, Schema, boolean])[] = [
    ['an unknown field is ignored', {}, { a: field(true) }, true],
    ['an optional field may be missing', { a: field(false) }, {}, true],
    ['a required field may not', { a: field(true) }, {}, false],
    ['nor be optional to the writer', { a: field(true) }, { a: field(false) }, false],
    ['a type must be the same', { a: field(false) }, { a: field(true, 'number') }, false],
  ];
  test.each(tables)('%s', (_says, reader, writer, reads) => {
    expect(canRead(reader, writer)).toBe(reads);
  });
});
