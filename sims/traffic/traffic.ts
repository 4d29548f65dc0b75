/** Traffic as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { trafficInvariants } from './invariants.ts';
import { limitMessageInWords } from './limits/notes.ts';
import { trafficNotes } from './notes.ts';
import { type TrafficRule, trafficRules } from './rules.ts';
import { viewOf } from './view.ts';

/** Each part of the wing knows its own messages, and has undefined for all others. */
const messageInWords = (message: unknown): string | undefined => limitMessageInWords(message);

export const traffic: Sim<TrafficRule> = {
  id: 'traffic',
  title: 'Traffic: rate limits, hashing',
  about:
    'Requests on their way to a service. A rate limiter admits some and refuses the others; a judge that knows only what the limiter promises checks each decision.',
  sources: [
    'ITU-T Recommendation I.371, Traffic control and congestion control in B-ISDN, 2004',
    'RFC 6585, Additional HTTP Status Codes, 2012',
    'RFC 9110, HTTP Semantics, 2022',
    'Desgats, How we built rate limiting capable of scaling to millions of domains, Cloudflare, 2017',
  ],
  rules: trafficRules,
  invariants: trafficInvariants,
  files: [
    'subject.ts',
    'hashing/notes.ts',
    'limits/limiter.ts',
    'notes.ts',
    'limits/rules.ts',
    'limits/query.ts',
    'limits/gateway.ts',
    'limits/notes.ts',
    'limits/fixed-window.ts',
    'limits/gcra.ts',
    'limits/promises.ts',
    'limits/sliding-counter.ts',
    'limits/sliding-log.ts',
    'limits/token-bucket.ts',
    'limits/leaky-bucket.ts',
    'limits/kinds.ts',
    'limits/laws.ts',
    'hashing/laws.ts',
    'invariants.ts',
    'limits/busiest-span.ts',
    'limits/cluster.ts',
    'hashing/rules.ts',
    'rules.ts',
    'view.ts',
    'limits/table.ts',
    'limits/shared.ts',
    'hashing/murmur3.ts',
    'hashing/ring.ts',
    'hashing/bounded.ts',
    'hashing/modulo.ts',
    'hashing/jump.ts',
    'hashing/maglev.ts',
    'hashing/rendezvous.ts',
    'hashing/schemes.ts',
    'hashing/caches.ts',
    'hashing/divider.ts',
    'hashing/formulas.ts',
    'hashing/hot-keys.ts',
    'hashing/replicas.ts',
    'hashing/router.ts',
    'hashing/slots.ts',
    'hashing/slots-cluster.ts',
  ],
  notes: trafficNotes,
  arrowText: messageInWords,
  view: viewOf,
};
