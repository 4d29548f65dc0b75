/** The rules of rate limiters. */
export const limitRules = {
  'window-slides': {
    protects: 'within-limit',
    source: 'Desgats, Cloudflare 2017, Sliding windows to the rescue',
    because:
      'a count that restarts at each edge admits two limits at once: one just before the edge, one just after',
  },
  'cap-at-burst': {
    protects: 'within-limit',
    source: 'ITU-T I.371 (2004), Annex A',
    because:
      'a client that was silent overnight has saved a night of requests, and sends them all at once',
  },
  'refill-by-elapsed-time': {
    protects: 'refuses-only-over-limit',
    source: 'ITU-T I.371 (2004), Annex A',
    because:
      'a bucket that adds only whole tokens but advances its time loses a fraction of a token at each look',
  },
  'cost-multiplies': {
    protects: 'within-limit',
    source: 'GitHub, Rate limits and query limits for the GraphQL API, Node limit',
    because:
      'a query of 22,060 nodes costs 110, the sum of its lists, although lists inside lists multiply',
  },
  'suffix-spreads-writes': {
    protects: 'spread-load-is-not-throttled',
    source: 'Amazon DynamoDB Developer Guide, Using write sharding to distribute workloads evenly',
    because: 'a hot item stays on one partition, which has a maximum however much its table has',
  },
  'limit-per-key': {
    protects: 'refuses-only-over-limit',
    source: 'AWS WAF developer guide, Aggregating rate-based rules',
    because: 'users behind one address share one limit, and one of them uses it up for all',
  },
  'retry-after-tells-truth': {
    protects: 'retry-after-is-true',
    source: 'RFC 9110 §10.2.3, Retry-After',
    because: 'a time that is rounded down sends the client back too early, to be refused again',
  },
  'counter-is-shared': {
    protects: 'within-limit',
    source: 'Desgats, Cloudflare 2017, Implementation',
    because: 'gateways that each count on their own admit as many limits as there are gateways',
  },
  'decides-in-one-step': {
    protects: 'within-limit',
    source: 'Redis documentation, EVAL: scripts run atomically',
    because: 'gateways that read at the same moment all find the same tokens, and all spend them',
  },
  'queue-spaces-requests': {
    protects: 'within-limit',
    source: 'nginx, ngx_http_limit_req_module, limit_req without nodelay',
    because: 'a queue that releases a burst at once protects nothing behind it',
  },
  'refusal-costs-nothing': {
    protects: 'refuses-only-over-limit',
    source: 'ITU-T I.371 (2004), Annex A',
    because: 'a client that keeps asking while it is refused would never be admitted again',
  },
} as const;

export type LimitRules = Readonly<Record<keyof typeof limitRules, boolean>>;
