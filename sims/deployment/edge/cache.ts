/** A shared cache between users and an origin, as at the edge of a content delivery network. */
import type { DeploymentRules } from '../rules.ts';
import {
  directivesOf,
  type HttpRequest,
  type HttpResponse,
  isSelected,
  isStorable,
  lifetimeSeconds,
} from './policy.ts';

interface Stored {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly storedSeconds: number;
}

export interface Answer {
  readonly response: HttpResponse;
  /** By the cache alone; by the origin, which found nothing changed; by the origin. */
  readonly by: 'hit' | 'validated' | 'origin';
}

export type Origin = (request: HttpRequest) => HttpResponse;

export class EdgeCache {
  readonly #rules: DeploymentRules;
  readonly #origin: Origin;
  readonly #stored = new Map<string, Stored[]>();

  constructor(rules: DeploymentRules, origin: Origin) {
    this.#rules = rules;
    this.#origin = origin;
  }

  get entries(): number {
    return [...this.#stored.values()].reduce((sum, variants) => sum + variants.length, 0);
  }

  answer(asked: HttpRequest, nowSeconds: number): Answer {
    const request = this.#normalised(asked);
    const variants = this.#stored.get(request.url) ?? [];
    const found = variants.find((stored) => isSelected(request, stored, this.#rules));
    const isSafe = request.method === 'GET' || !this.#rules['store-only-gets'];
    if (found === undefined || !isSafe) return this.#forwarded(request, nowSeconds);
    const isValidating = directivesOf(request.headers['cache-control']).has('no-cache');
    const age = nowSeconds - found.storedSeconds;
    if (age < lifetimeSeconds(found.response, this.#rules) && !isValidating) {
      return { response: found.response, by: 'hit' };
    }
    return this.#validated(request, found, nowSeconds);
  }

  #forwarded(request: HttpRequest, nowSeconds: number): Answer {
    const response = this.#origin(request);
    this.#store(request, response, nowSeconds);
    return { response, by: 'origin' };
  }

  /** RFC 9111 §4.3: with the validator of what is stored, the origin may answer that nothing has changed. */
  #validated(request: HttpRequest, found: Stored, nowSeconds: number): Answer {
    const { etag } = found.response.headers;
    if (etag === undefined) return this.#forwarded(request, nowSeconds);
    const response = this.#origin({
      ...request,
      headers: { ...request.headers, 'if-none-match': etag },
    });
    if (response.status !== 304) {
      this.#store(request, response, nowSeconds);
      return { response, by: 'origin' };
    }
    // §4.3.4: the headers are those of the new response, the body is the stored one.
    const kept = this.#rules['not-modified-keeps-body'] ? found.response.body : response.body;
    const headers = { ...found.response.headers, ...response.headers };
    const updated = { status: found.response.status, headers, body: kept };
    this.#store(request, updated, nowSeconds);
    return { response: updated, by: 'validated' };
  }

  #store(request: HttpRequest, response: HttpResponse, storedSeconds: number): void {
    if (!isStorable(request, response, this.#rules)) return;
    const others = (this.#stored.get(request.url) ?? []).filter(
      (stored) => !isSelected(request, stored, this.#rules),
    );
    this.#stored.set(request.url, [...others, { request, response, storedSeconds }]);
  }

  /** One value for each language that the origin tells apart, instead of every list that browsers send. */
  #normalised(request: HttpRequest): HttpRequest {
    const languages = request.headers['accept-language'];
    if (languages === undefined || !this.#rules['normalise-what-varies']) return request;
    const first = languages.trim().slice(0, 2).toLowerCase();
    return { ...request, headers: { ...request.headers, 'accept-language': first } };
  }
}
