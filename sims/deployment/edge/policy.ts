/** What a shared cache may store, and for how long it may answer with it (RFC 9111), dates of HTTP left out. */
import type { DeploymentRules } from '../rules.ts';

/** Names in lower case. */
export type Headers = Readonly<Record<string, string>>;

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Directives of Cache-Control by name; the value of one without an argument is empty. */
export function directivesOf(value = ''): ReadonlyMap<string, string> {
  const directives = new Map<string, string>();
  for (const part of value.split(',')) {
    const [name = '', argument = ''] = part.trim().split('=');
    if (name !== '') directives.set(name.toLowerCase(), argument.replaceAll('"', ''));
  }
  return directives;
}

/** Statuses that may be kept without explicit freshness (RFC 9110 §15.1), of those that this cache understands. */
const heuristicStatuses = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501];
const understoodStatuses = [...heuristicStatuses, 302, 303, 307];

/** RFC 9111 §3, for a cache that many users share. */
export function isStorable(
  request: HttpRequest,
  response: HttpResponse,
  rules: DeploymentRules,
): boolean {
  const control = directivesOf(response.headers['cache-control']);
  const asked = directivesOf(request.headers['cache-control']);
  if (rules['store-only-gets'] && request.method !== 'GET') return false;
  if (!understoodStatuses.includes(response.status)) return false;
  if (rules['no-store-is-not-stored'] && (asked.has('no-store') || control.has('no-store'))) {
    return false;
  }
  if (rules['private-is-not-shared'] && control.has('private')) return false;
  if (rules['authorized-only-if-allowed'] && request.headers['authorization'] !== undefined) {
    // RFC 9111 §3.5.
    const allowing = ['must-revalidate', 'public', 's-maxage'];
    if (!allowing.some((directive) => control.has(directive))) return false;
  }
  const explicit = ['public', 'max-age', 's-maxage'].some((directive) => control.has(directive));
  return explicit || heuristicStatuses.includes(response.status);
}

/** RFC 9111 §4.2.1 and §4.2.2: for how many seconds a response is fresh, from when it was made. */
export function lifetimeSeconds({ headers }: HttpResponse, rules: DeploymentRules): number {
  const control = directivesOf(headers['cache-control']);
  if (control.has('no-cache') || headers['vary']?.includes('*')) return 0;
  const shared = rules['shared-age-first'] ? control.get('s-maxage') : undefined;
  const explicit = shared ?? control.get('max-age');
  if (explicit !== undefined) return Number.parseInt(explicit, 10) || 0;
  // Without one it is kept to be validated only.
  return 0;
}

/** RFC 9111 §4.1: whether a request selects what was stored for another one. */
export function isSelected(
  request: HttpRequest,
  stored: { readonly request: HttpRequest; readonly response: HttpResponse },
  rules: DeploymentRules,
): boolean {
  const { vary = '' } = stored.response.headers;
  if (!rules['vary-selects'] || vary === '') return true;
  const names = vary.split(',').map((name) => name.trim().toLowerCase());
  if (names.includes('*')) return false;
  return names.every((name) => request.headers[name] === stored.request.headers[name]);
}
