/** Goal: signatures, challenges and one-time codes are those of the standards. Method: their published vectors. */
import { Base64 } from 'js-base64';
import { describe, expect, test } from 'vitest';
import { challengeOf } from '../../../sims/auth/code-flow.ts';
import { base64urlLength, opened, signed, unsigned } from '../../../sims/auth/jws.ts';
import { hotp, totp } from '../../../sims/auth/one-time.ts';
import { authRules } from '../../../sims/auth/rules.ts';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const secret = ascii('12345678901234567890');

test('HOTP: RFC 4226, appendix D', () => {
  const codes = Array.from({ length: 10 }, (_, counter) => hotp(secret, counter, 6));
  expect(codes).toEqual([
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ]);
});

test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('TOTP with SHA-1 after %i s: RFC 6238, appendix B', (seconds, code) => {
  expect(totp(secret, seconds * 1_000, 8)).toBe(code);
});

test('PKCE with S256: RFC 7636, appendix B', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});

describe('JWS with HS256: RFC 7515, appendix A.1', () => {
  const key = Base64.toUint8Array(
    'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
  );
  const header = '{"typ":"JWT",\r\n "alg":"HS256"}';
  const payload = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}';
  const token =
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9' +
    '.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ' +
    '.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const keys = new Map([['', key]]);
  const rules = authRules.without();

  test('is signed, and opened again', () => {
    expect(signed(header, payload, key)).toBe(token);
    expect(opened(token, keys, rules)).toEqual(JSON.parse(payload));
  });

  test('is refused if a character of the signature differs, or there is none', () => {
    expect(opened(`${token.slice(0, -1)}A`, keys, rules)).toBeUndefined();
    expect(opened(token, new Map(), rules)).toBeUndefined();
    expect(opened(unsigned(payload), keys, rules)).toBeUndefined();
    const careless = authRules.without('algorithm-is-pinned');
    expect(opened(unsigned(payload), keys, careless)).toEqual(JSON.parse(payload));
  });

  test('signatures of 32, 64 and 256 bytes take 43, 86 and 342 characters', () => {
    expect([32, 64, 256].map(base64urlLength)).toEqual([43, 86, 342]);
  });
});
