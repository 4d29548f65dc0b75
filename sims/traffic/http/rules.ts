/** The rules of gateways, servers and clients that speak HTTP. */

export const httpRules = {
  'status-names-the-cause': {
    protects: 'status-tells-what-failed',
    source: 'RFC 9110, HTTP Semantics, §15.6.3 to §15.6.5',
    because: 'a 500 for everything makes people search the logs of a healthy gateway',
  },
  'gateway-closes-idle-first': {
    protects: 'no-request-on-a-closed-connection',
    source: 'AWS documentation, Application Load Balancers, Connection idle timeout',
    because:
      'a server that closes idle connections first can close one while a request is in flight',
  },
  'upstream-gives-up-first': {
    protects: 'no-work-after-504',
    source: 'Google, Site Reliability Engineering 2016, §22 Latency and deadlines',
    because:
      'a server that works longer than its gateway waits works for an answer that goes nowhere',
  },
  'status-tells-outcome': {
    protects: 'dashboard-sees-failures',
    source: 'RFC 9110, HTTP Semantics, §15 Status Codes',
    because: 'tools that count by status see a 200, but the error is in the body',
  },
  'job-has-the-clients-key': {
    protects: 'job-runs-once',
    source: 'IETF draft, The Idempotency-Key HTTP Header Field, §2',
    because: 'a client that missed the 202 asks again, and has two jobs',
  },
  'client-waits-as-told': {
    protects: 'no-request-before-its-time',
    source: 'RFC 6585, Additional HTTP Status Codes, §4; RFC 9110, §10.2.3 Retry-After',
    because: 'a client that comes back early is refused again, at the server’s expense',
  },
  'number-names-the-part': {
    protects: 'object-is-the-file',
    source: 'Amazon S3 API Reference, UploadPart',
    because: 'a part whose answer was lost is sent again, and would be in the object twice',
  },
  'complete-compares-checksums': {
    protects: 'object-is-the-file',
    source: 'Amazon S3 API Reference, CompleteMultipartUpload, InvalidPart',
    because: 'a part that arrived with other bytes would be in the object for good',
  },
  'resume-at-the-lost-part': {
    protects: 'break-costs-one-part',
    source: 'Amazon S3 User Guide, Uploading and copying objects using multipart upload',
    because: 'each break would cost everything that was sent before',
  },
  'queue-for-each-host': {
    protects: 'host-is-not-flooded',
    source: 'Heydon and Najork, Mercator, World Wide Web 1999, §3.2',
    because: 'a host gets all links of a page at once, because a page links mostly to its own host',
  },
  'seen-before-queued': {
    protects: 'page-once',
    source: 'Heydon and Najork, Mercator, World Wide Web 1999, §3.6',
    because: 'each link to a page fetches it again, and pages that link to one another never end',
  },
} as const;

type HttpRule = keyof typeof httpRules;
export type HttpRules = Readonly<Record<HttpRule, boolean>>;
