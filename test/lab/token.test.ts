/**
 * Goal: a token names its run and no other; a damaged one, and one of another version, are refused in
 * one sentence each.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { InputError } from '../../src/lab/input-error.ts';
import type { Intervention } from '../../src/lab/intervention.ts';
import { OtherVersionError } from '../../src/lab/other-version-error.ts';
import { decodeToken, encodeToken, isToken, parseIdentity } from '../../src/lab/token.ts';
import { labVersion } from '../../src/lab/version.ts';
import { faultPlans, faults } from '../support/arbitraries.ts';
import { tokenOf } from '../support/tokens.ts';

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
    expect(token).toMatch(/^lab2\.[\w-]+\.[0-9a-f]{8}$/);
    expect(decodeToken(token)).toEqual(viaJson(identity));
  });

  test.prop([identity, fc.array(fc.tuple(fc.nat(), fc.constantFrom(' ', '\n', '\r\n  ', '\t')))])(
    'comes back from a mail program that folds it',
    (identity, folds) => {
      let token = encodeToken(identity);
      for (const [place, space] of folds) {
        const at = place % (token.length + 1);
        token = token.slice(0, at) + space + token.slice(at);
      }
      expect(isToken(token)).toBe(true);
      expect(decodeToken(token)).toEqual(viaJson(identity));
    },
  );

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
      // Another form may have any number.
      fc.pre(!changed.startsWith('lab22.'));
      expect(() => decodeToken(changed)).toThrow('This token is damaged');
    },
  );

  test('of another version says which made it, and which this is', () => {
    const message = `This token was made by version 9.8.7-beta.1 of the lab, and this is version ${labVersion}`;
    expect(() => decodeToken(tokenOf('lab2', '{"version":"9.8.7-beta.1"}'))).toThrow(message);
    expect(() => decodeToken(tokenOf('lab2', '{"version":"9"}'))).toThrow(OtherVersionError);
    const early = tokenOf('lab1', '{"scenario":"raft/first-election","seed":"1"}');
    expect(() => decodeToken(early)).toThrow('made by an early version of the lab (lab1)');
    expect(() => decodeToken(early)).toThrow(OtherVersionError);
  });

  test('of a form that is not known says so', () => {
    const message = `begins with "lab12.", a form that this version of the lab, ${labVersion}, does not know`;
    expect(() => decodeToken('lab12.x')).toThrow(message);
    expect(() => decodeToken('lab12.x')).toThrow(OtherVersionError);
  });

  test.each([
    ['{"version":', 'This token is damaged'],
    ['7', 'This token is damaged'],
    ['{"scenario":"s","seed":"1"}', 'does not say which version of the lab made it'],
    ['{"version":"\\u001b[31m"}', 'does not say which version of the lab made it'],
    [`{"version":"${labVersion}"}`, 'The token does not name a run: scenario is wrong'],
  ])('whose check is right and whose body is %s is bad input', (body, message) => {
    expect(() => decodeToken(tokenOf('lab2', body))).toThrow(message);
    expect(() => decodeToken(tokenOf('lab2', body))).toThrow(InputError);
  });

  test('without a digest is whole', () => {
    const run = { scenario: 's', seed: '1', params: {}, without: [] };
    expect(decodeToken(encodeToken(run))).toEqual(run);
  });

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
