/** An origin with pages in several languages, pages of users, an API, and how its users ask. */
import type { Headers, HttpRequest, HttpResponse } from './policy.ts';

export const languages = ['en', 'de', 'fr'] as const;

/** The answer that a request must get: of its page, language, user and query, as of that version of the site. */
export function rightBody(request: HttpRequest, version: number): string {
  const { url, headers, body = '' } = request;
  const language = (headers['accept-language'] ?? 'en').slice(0, 2).toLowerCase();
  const user = headers['authorization'] ?? headers['cookie'] ?? 'anyone';
  if (url.startsWith('/article/')) return `${url} in ${language}, version ${version}`;
  if (url.startsWith('/account') || url.startsWith('/orders')) return `${url} of ${user}`;
  if (url.startsWith('/code')) return `${url} for ${user}`;
  return `${url} ${body}`;
}

const controls: readonly (readonly [string, Headers])[] = [
  ['/article/', { 'cache-control': 'max-age=600, s-maxage=60', vary: 'Accept-Language' }],
  ['/account', { 'cache-control': 'private, max-age=60' }],
  ['/orders', { 'cache-control': 'max-age=60' }],
  ['/code', { 'cache-control': 'no-store, max-age=60' }],
  ['/graphql', { 'cache-control': 'max-age=60' }],
];

export function originOf(version: () => number, sees: () => void) {
  return (request: HttpRequest): HttpResponse => {
    sees();
    const body = rightBody(request, version());
    const headers = controls.find(([begins]) => request.url.startsWith(begins))?.[1] ?? {};
    const etag = `"${body}"`;
    if (request.headers['if-none-match'] === etag) {
      return { status: 304, headers: { ...headers, etag }, body: '' };
    }
    return { status: 200, headers: { ...headers, etag }, body };
  };
}

export const kinds = ['article', 'account', 'orders', 'code', 'post', 'persisted'] as const;
export type Kind = (typeof kinds)[number];

/** One request of that kind: browsers write one language in several ways. */
export function requestOf(kind: Kind, user: number, page: number, writing: number): HttpRequest {
  const language = languages[user % languages.length] ?? 'en';
  const written = [language, `${language}-XX,${language};q=0.9`, `${language}, *;q=0.5`];
  const headers: Headers = { 'accept-language': written[writing % written.length] ?? language };
  const get = (url: string, more: Headers = {}): HttpRequest => ({
    method: 'GET',
    url,
    headers: { ...headers, ...more },
  });
  if (kind === 'article') return get(`/article/${page}`);
  if (kind === 'account') return get('/account', { cookie: `user ${user}` });
  if (kind === 'orders') return get('/orders', { authorization: `user ${user}` });
  if (kind === 'code') return get('/code', { cookie: `user ${user}` });
  if (kind === 'persisted') return get(`/graphql?query=${page}`);
  return { method: 'POST', url: '/graphql', headers, body: `query ${page}` };
}
