/** Traffic as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { hostMessageInWords } from './balancing/host.ts';
import { hashingMessageInWords } from './hashing/notes.ts';
import { trafficInvariants } from './invariants.ts';
import { limitMessageInWords } from './limits/notes.ts';
import { trafficNotes } from './notes.ts';
import { type TrafficRule, trafficRules } from './rules.ts';
import { viewOf } from './view.ts';

/** Each part of the wing knows its own messages, and has undefined for all others. */
const messageInWords = (message: unknown): string | undefined =>
  limitMessageInWords(message) ?? hashingMessageInWords(message) ?? hostMessageInWords(message);

export const traffic: Sim<TrafficRule> = {
  id: 'traffic',
  title: 'Traffic: rate limits, hashing, balancing',
  about:
    'Requests on their way to a service. A rate limiter admits some and refuses the others; a judge that knows only what the limiter promises checks each decision. Keys are hashed to nodes that come and go, and a balancer spreads requests over hosts that die, fail, start cold and are redeployed.',
  sources: [
    'ITU-T Recommendation I.371, Traffic control and congestion control in B-ISDN, 2004',
    'RFC 6585, Additional HTTP Status Codes, 2012',
    'RFC 9110, HTTP Semantics, 2022',
    'Karger et al., Consistent Hashing and Random Trees, STOC 1997',
    'Lamping and Veach, A Fast, Minimal Memory, Consistent Hash Algorithm, 2014',
    'Eisenbud et al., Maglev, NSDI 2016',
    'Mirrokni, Thorup and Zadimoghaddam, Consistent Hashing with Bounded Loads, SODA 2018',
    'Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, 1996',
    'Envoy documentation, Upstream, Load balancing, 2024',
    'Desgats, How we built rate limiting capable of scaling to millions of domains, Cloudflare, 2017',
  ],
  rules: trafficRules,
  invariants: trafficInvariants,
  files: [
    'subject.ts',
    'hashing/notes.ts',
    'limits/limiter.ts',
    'balancing/rules.ts',
    'balancing/notes.ts',
    'limits/rules.ts',
    'limits/query.ts',
    'limits/request.ts',
    'limits/notes.ts',
    'notes.ts',
    'limits/gateway.ts',
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
    'balancing/laws.ts',
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
    'balancing/availability.ts',
    'balancing/host.ts',
    'balancing/formulas.ts',
    'balancing/pool.ts',
    'balancing/parts.ts',
    'balancing/health.ts',
    'balancing/outliers.ts',
    'balancing/policies.ts',
    'balancing/balancer.ts',
    'balancing/bins.ts',
    'balancing/cluster.ts',
    'balancing/farm.ts',
    'balancing/site.ts',
  ],
  notes: trafficNotes,
  arrowText: messageInWords,
  view: viewOf,
};
