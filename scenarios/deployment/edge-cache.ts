import * as z from 'zod';
import { EdgeCache } from '../../sims/deployment/edge/cache.ts';
import {
  type Kind,
  kinds,
  languages,
  originOf,
  requestOf,
  rightBody,
} from '../../sims/deployment/edge/site.ts';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import { near } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, percent } from '../../src/words/numbers.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  requests: whole(200, 5_000, 1_000, 'of each kind, at even intervals'),
  pages: whole(1, 100, 20, 'articles, and queries of the API'),
  users: whole(10, 1_000, 100, 'who ask, each in one of three languages'),
  minutes: whole(3, 60, 10, 'from the first request to the last'),
  edgeMs: whole(1, 50, 15, 'to the edge and back'),
  originMs: whole(51, 500, 150, 'to the origin and back'),
});

const says: Readonly<Record<Kind, string>> = {
  article: 'articles in the language of the user',
  account: 'pages of a user that are private',
  orders: 'pages of a user who sends Authorization',
  code: 'codes that are no-store',
  post: 'queries by POST',
  persisted: 'persisted queries by GET',
};
/** What an article may be served for, by s-maxage, and when it changes. */
const sharedSeconds = 60;

export default scenario({
  ...aboutDeployment,
  id: 'deployment/edge-cache',
  asks: 'A shared HTTP cache stands before a site. Which requests does it answer, and does any user get what belongs to another?',
  claims: ['api-post-uncacheable', 'q1-cdn-useless-personalised', 'q1-cdn-150-to-20'],
  code: [
    'sims/deployment/edge/policy.ts#isStorable',
    'sims/deployment/edge/policy.ts#isSelected',
    'sims/deployment/edge/cache.ts#answer',
  ],
  params,
  metrics: {
    ...gaugePer(kinds, 'hits', 'requests', (kind) => `that the cache answers alone, ${says[kind]}`),
    ...gaugePer(kinds, 'fetches', 'requests', (kind) => `that reach the origin, ${says[kind]}`),
    wrong: gauge('answers', 'that belong to another request'),
    stale: gauge('answers', 'that are older than s-maxage allows'),
    validated: gauge('answers', 'that the origin found unchanged'),
    variants: gauge('entries', 'of one article, the most'),
    hitMs: gauge('ms', 'of an article that the cache answers'),
    meanMs: gauge('ms', 'of an article, mean'),
    privateMs: gauge('ms', 'of a page of a user, mean'),
    handshakeMs: gauge('ms', 'that a TLS handshake of two round trips saves at the edge'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    const lastSeconds = p.minutes * 60;
    for (const kind of kinds) {
      study.next(() => {
        const stream = study.stream(kind);
        let [fetches, hits, validated, wrong, stale, nowSeconds] = [0, 0, 0, 0, 0, 0];
        // Halfway the articles change.
        const versionAt = (seconds: number) => (seconds < lastSeconds / 2 ? 1 : 2);
        const cache = new EdgeCache(
          rules,
          originOf(
            () => versionAt(nowSeconds),
            () => {
              fetches += 1;
            },
          ),
        );
        for (let sent = 0; sent < p.requests; sent++) {
          nowSeconds = (sent * lastSeconds) / p.requests;
          const request = requestOf(
            kind,
            randomInteger(stream, 0, p.users - 1),
            randomInteger(stream, 1, p.pages),
            randomInteger(stream, 0, 2),
          );
          const { response, by } = cache.answer(request, nowSeconds);
          if (by === 'hit') hits += 1;
          if (by === 'validated') validated += 1;
          const [now, before] = [nowSeconds, nowSeconds - sharedSeconds].map((seconds) =>
            rightBody(request, versionAt(seconds)),
          );
          const isAnyVersion = [1, 2].some(
            (version) => rightBody(request, version) === response.body,
          );
          if (!isAnyVersion) wrong += 1;
          else if (response.body !== now && response.body !== before) stale += 1;
        }
        study.observes(
          `answered by the cache, ${says[kind]}`,
          hits,
          `of ${p.requests}`,
          metrics[`${kind}.hits`],
        );
        study.observes(`reach the origin, ${says[kind]}`, fetches, '', metrics[`${kind}.fetches`]);
        metrics.wrong.set((metrics.wrong.value ?? 0) + wrong);
        metrics.stale.set((metrics.stale.value ?? 0) + stale);
        metrics.validated.set((metrics.validated.value ?? 0) + validated);
        study.holds(
          'answer-for-this-request',
          wrong === 0,
          `${counted(wrong, 'answer belongs', 'answers belong')} to another request: ${says[kind]}`,
        );
        study.holds(
          'fresh-or-validated',
          stale === 0,
          `${counted(stale, 'answer is', 'answers are')} older than s-maxage: ${says[kind]}`,
        );
        if (kind === 'article') {
          const most = Math.ceil(cache.entries / p.pages);
          study.observes('variants of an article', most, '', metrics.variants);
          const how = `the cache keeps ${cache.entries} entries for ${p.pages} articles in ${languages.length} languages`;
          study.holds('a-variant-a-language', cache.entries <= p.pages * languages.length, how);
          metrics.hitMs.set(p.edgeMs);
          metrics.meanMs.set(p.edgeMs + (fetches / p.requests) * (p.originMs - p.edgeMs));
        }
        if (kind === 'account') {
          metrics.privateMs.set(p.edgeMs + (fetches / p.requests) * (p.originMs - p.edgeMs));
          metrics.handshakeMs.set(2 * (p.originMs - p.edgeMs));
        }
      });
    }
    return study;
  },
  expect: (p) => {
    const entries = p.pages * languages.length;
    // An entry is fetched at most once in each span of s-maxage, and when it is asked for at all.
    const spans = Math.ceil((p.minutes * 60) / sharedSeconds) + 1;
    return [
      exactly(0, 'post.hits', 'post').says(
        'queries by POST that the cache answers',
        'api-post-uncacheable',
      ),
      within('persisted.hits', 'persisted', { atLeast: p.requests - p.pages * spans }).says(
        'persisted queries by GET that the cache answers: all but one of each query and minute',
        'api-post-uncacheable',
      ),
      within('article.hits', 'articles', {
        atLeast: p.requests - entries * spans,
        atMost: p.requests - 1,
      }).says('articles that the cache answers: all but one of each language and minute'),
      exactly(0, 'account.hits', 'private').says(
        'private pages that the cache answers',
        'q1-cdn-useless-personalised',
      ),
      exactly(0, 'orders.hits', 'authorized').says(
        'pages for requests with Authorization that the cache answers',
        'q1-cdn-useless-personalised',
      ),
      within('handshakeMs', 'handshake', near(2 * (p.originMs - p.edgeMs))).says(
        'what the edge saves of a handshake all the same: two round trips to the origin, less two to the edge',
        'q1-cdn-useless-personalised',
      ),
      exactly(p.edgeMs, 'hitMs', 'hit').says(
        'ms of an article that the cache answers',
        'q1-cdn-150-to-20',
      ),
      within('meanMs', 'mean', { atLeast: p.edgeMs, atMost: p.originMs }).says(
        'ms of an article, mean: between the two, by the share that reaches the origin',
        'q1-cdn-150-to-20',
      ),
      exactly(0, 'wrong', 'wrong').says('answers that belong to another request'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `A shared cache answers what Cache-Control lets it store: ${percent((m['article.hits'].value ?? 0) / p.requests, 0)} of the articles and ${percent((m['persisted.hits'].value ?? 0) / p.requests, 0)} of the persisted queries by GET, but no pages of users (private), no one-time codes (no-store) and no queries by POST. ${m.wrong.value} answers belong to another request or user. An article takes ${p.edgeMs} ms from the edge instead of ${p.originMs} ms, and ${(m.meanMs.value ?? 0).toFixed(0)} ms on average. ${inDigits(m.validated.value ?? 0)} answers were confirmed by the origin with a 304, which has no body.`,
});

// Left out: HEAD, ranges, Expires and heuristic lifetimes, invalidation by unsafe methods, and the caches of browsers.
