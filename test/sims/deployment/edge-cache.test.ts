/**
 * Goal: the shared cache stores, serves and selects as http-cache-semantics does. Method: requests and responses are drawn,
 * and the package is asked of each pair; what the two see differently is named.
 */
import fc from 'fast-check';
import CachePolicy from 'http-cache-semantics';
import { describe, expect, test } from 'vitest';
import { EdgeCache } from '../../../sims/deployment/edge/cache.ts';
import {
  directivesOf,
  type HttpRequest,
  type HttpResponse,
  isSelected,
  isStorable,
  lifetimeSeconds,
} from '../../../sims/deployment/edge/policy.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';

const rules = deploymentRules.without();

const directive = fc.constantFrom(
  'public',
  'private',
  'no-store',
  'no-cache',
  'max-age=0',
  'max-age=60',
  'max-age="30"',
  's-maxage=10',
  's-maxage=0',
  'must-revalidate',
);
const languages = fc.constantFrom(undefined, 'en', 'de');
const headersOf = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
const requests = fc
  .record({
    // The package keeps answers to POST that are explicitly fresh, as RFC 9110 §9.3.3 allows; this cache keeps none.
    method: fc.constantFrom('GET', 'PUT', 'DELETE'),
    language: languages,
    encoding: fc.constantFrom(undefined, 'gzip', 'br'),
    authorization: fc.constantFrom(undefined, undefined, 'user 1'),
    control: fc.constantFrom(undefined, undefined, 'no-store', 'no-cache'),
  })
  .map(
    ({ method, language, encoding, authorization, control }): HttpRequest => ({
      method,
      url: '/',
      headers: headersOf({
        'accept-language': language,
        'accept-encoding': encoding,
        authorization,
        'cache-control': control,
      }),
    }),
  );
const responses = fc
  .record({
    status: fc.constantFrom(200, 203, 204, 300, 301, 302, 307, 404, 410, 418, 501, 503),
    control: fc.uniqueArray(directive, { maxLength: 3, selector: (is) => is.split('=')[0] }),
    vary: fc.constantFrom(undefined, 'Accept-Language', 'accept-encoding, Accept-Language', '*'),
  })
  .map(
    ({ status, control, vary }): HttpResponse => ({
      status,
      headers: headersOf({ 'cache-control': control.join(', ') || undefined, vary }),
      body: 'x',
    }),
  );

test('what is stored, for how long it is fresh, and for which requests', () => {
  fc.assert(
    fc.property(requests, responses, requests, (request, response, next) => {
      const policy = new CachePolicy(request, response, { shared: true });
      const stored = isStorable(request, response, rules);
      expect(stored).toBe(policy.storable());
      if (!stored) return;
      const lifetime = lifetimeSeconds(response, rules);
      expect(lifetime).toBe(policy.maxAge());
      // The package validates on every use what has must-revalidate; RFC 9111 §5.2.2.2 asks for it once it is stale.
      if (directivesOf(response.headers['cache-control']).has('must-revalidate')) return;
      const asks = { ...next, method: 'GET' };
      const isAnswered =
        lifetime > 0 &&
        isSelected(asks, { request, response }, rules) &&
        directivesOf(asks.headers['cache-control']).has('no-cache') === false;
      expect(isAnswered).toBe(policy.satisfiesWithoutRevalidation(asks));
    }),
    { numRuns: 3_000 },
  );
});

describe('the cache itself', () => {
  const asks = (headers: Record<string, string> = {}, method = 'GET'): HttpRequest => ({
    method,
    url: '/',
    headers,
  });
  const of = (control: string, more: Record<string, string> = {}) => {
    let version = 1;
    const cache = new EdgeCache(rules, (request) => {
      const etag = `"${version}"`;
      const headers = { 'cache-control': control, etag, ...more };
      if (request.headers['if-none-match'] === etag) return { status: 304, headers, body: '' };
      return { status: 200, headers, body: `version ${version}` };
    });
    return {
      cache,
      change: () => {
        version += 1;
      },
    };
  };

  test('fresh until its lifetime ends, then validated, then fetched anew if it has changed', () => {
    const { cache, change } = of('max-age=100, s-maxage=10');
    expect(cache.answer(asks(), 0).by).toBe('origin');
    expect(cache.answer(asks(), 9.9)).toMatchObject({ by: 'hit', response: { body: 'version 1' } });
    expect(cache.answer(asks(), 10)).toMatchObject({
      by: 'validated',
      response: { status: 200, body: 'version 1' },
    });
    expect(cache.answer(asks(), 19.9).by).toBe('hit');
    change();
    expect(cache.answer(asks(), 19.9).response.body).toBe('version 1');
    expect(cache.answer(asks(), 20)).toMatchObject({
      by: 'origin',
      response: { body: 'version 2' },
    });
    expect(cache.entries).toBe(1);
  });

  test('a request can ask for validation, and other methods go to the origin', () => {
    const { cache } = of('max-age=100');
    cache.answer(asks(), 0);
    expect(cache.answer(asks({ 'cache-control': 'no-cache' }), 1).by).toBe('validated');
    expect(cache.answer(asks({}, 'POST'), 1).by).toBe('origin');
    expect(cache.answer(asks(), 2).by).toBe('hit');
  });

  test('languages are told apart by their first two letters', () => {
    const { cache } = of('max-age=100', { vary: 'Accept-Language' });
    for (const language of ['de-AT,de;q=0.9', 'DE', 'en', ' en-GB']) {
      cache.answer(asks({ 'accept-language': language }), 0);
    }
    expect(cache.entries).toBe(2);
    expect(cache.answer(asks(), 1).by).toBe('origin');
  });
});
