/** The rules of connections that outlive many requests. */

const a9 = 'gRPC proposal A9, Server-side Connection Management, 2017';

export const connectionRules = {
  'choose-per-request': {
    protects: 'new-hosts-share-at-once',
    source: `${a9}, Background`,
    because:
      'a client keeps its connection, and so every later request goes to the host that was chosen first',
  },
  'connection-has-a-maximum-age': {
    protects: 'new-hosts-share-after-the-age',
    source: `${a9}, MAX_CONNECTION_AGE`,
    because: 'a healthy connection never ends, so no client ever connects to a new host',
  },
  'age-is-spread': {
    protects: 'reconnects-are-spread',
    source: `${a9}, jitter of MAX_CONNECTION_AGE`,
    because:
      'clients that once connected together, after a restart, all reconnect together at every age',
  },
  'goaway-before-close': {
    protects: 'no-call-cut-off-within-grace',
    source: `RFC 9113, HTTP/2, §6.8 GOAWAY; ${a9}, MAX_CONNECTION_AGE_GRACE`,
    because: 'calls in flight fail when the host closes their connection at its age',
  },
} as const;

type ConnectionRule = keyof typeof connectionRules;
export type ConnectionRules = Readonly<Record<ConnectionRule, boolean>>;
