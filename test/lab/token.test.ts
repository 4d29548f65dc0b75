/** Goal: a token names its run and no other; a damaged one is refused in one sentence. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Intervention } from '../../src/lab/intervention.ts';
import { decodeToken, encodeToken, isToken, parseIdentity } from '../../src/lab/token.ts';
import { faultPlans, faults } from '../support/arbitraries.ts';

const intervention: fc.Arbitrary<Intervention> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('deliver' as const, 'drop' as const, 'hold' as const),
    message: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('fire' as const),
    node: fc.string({ minLength: 1 }),
    timer: fc.string({ minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('switch' as const),
    rule: fc.string({ minLength: 1 }),
    on: fc.boolean(),
  }),
  faults(['a', 'b']).map((fault) => ({ kind: 'fault' as const, fault })),
);

const identity = fc.record(
  {
    scenario: fc.string(),
    seed: fc.string({ unit: 'binary' }),
    params: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      fc.jsonValue(),
    ),
    without: fc.array(fc.string()),
    plan: faultPlans(['a', 'b'], 100),
    interventions: fc.array(fc.record({ event: fc.nat(), intervention })),
    digest: fc.string(),
  },
  { requiredKeys: ['scenario', 'seed', 'params', 'without'] },
);

/** As JSON has it: -0 is 0, and unpaired surrogates are replaced. */
const viaJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('token', () => {
  test.prop([identity])('comes back as it was', (identity) => {
    const token = encodeToken(identity);
    expect(isToken(token)).toBe(true);
    expect(token).toMatch(/^lab1\.[\w-]+\.[0-9a-f]{8}$/);
    expect(decodeToken(token)).toEqual(viaJson(identity));
    expect(decodeToken(`  ${token}\n`)).toEqual(viaJson(identity));
  });

  test.prop([identity, fc.nat(), fc.constantFrom('cut', 'change', 'double')])(
    'is refused when it was damaged',
    (identity, place, damage) => {
      const token = encodeToken(identity);
      const at = place % token.length;
      const changed = {
        cut: token.slice(0, at),
        change: token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1),
        double: token.slice(0, at) + token[at] + token.slice(at),
      }[damage as 'cut'];
      fc.pre(changed !== token);
      expect(() => decodeToken(changed)).toThrow('This token is damaged');
    },
  );

  test.each([
    [{}, 'scenario is wrong'],
    [{ scenario: 's', seed: 7 }, 'seed is wrong'],
    [
      { scenario: 's', seed: '7', interventions: [{ event: 1 }] },
      'interventions.0.intervention is',
    ],
    [{ scenario: 's', seed: '7', plan: [{ atMs: -1 }] }, 'plan.0.atMs is wrong'],
    [null, 'it is wrong'],
  ])('%j does not name a run', (data, message) => {
    expect(() => parseIdentity(data, 'It')).toThrow(message);
  });
});
