/** The rules of rate limiters. */
export const limitRules = {
  'window-slides': {
    protects: 'within-limit',
    source: 'Desgats, Cloudflare 2017, Sliding windows to the rescue',
    because:
      'a count that begins anew at each edge admits two limits within a moment: one before the edge, one behind it',
  },
  'cap-at-burst': {
    protects: 'within-limit',
    source: 'ITU-T I.371 (2004), Annex A',
    because:
      'a client that was silent for a night has saved a night of requests, and sends them at once',
  },
  'refill-by-elapsed-time': {
    protects: 'refuses-only-over-limit',
    source: 'ITU-T I.371 (2004), Annex A',
    because:
      'a bucket that gets whole tokens only, and moves its time on, loses a part of a token at each look',
  },
  'queue-spaces-requests': {
    protects: 'within-limit',
    source: 'nginx, ngx_http_limit_req_module, limit_req without nodelay',
    because: 'a queue that lets a burst go on at once protects nothing behind it from the burst',
  },
  'refusal-costs-nothing': {
    protects: 'refuses-only-over-limit',
    source: 'ITU-T I.371 (2004), Annex A',
    because: 'a client that keeps asking while it is refused would never be let in again',
  },
} as const;

export type LimitRules = Readonly<Record<keyof typeof limitRules, boolean>>;
