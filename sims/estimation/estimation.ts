/** Estimation as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { estimationInvariants } from './invariants.ts';
import { estimationNotes } from './notes.ts';
import { type EstimationRule, estimationRules } from './rules.ts';
import { viewOf } from './view.ts';

export const estimation: Sim<EstimationRule> = {
  id: 'estimation',
  title: 'Estimation: figures on the back of an envelope',
  about:
    'Load, storage, bandwidth, availability, latency and probabilities: ' +
    'each is a short chain of figures with units, compared with a simulation of the same thing. ' +
    'Every rule is a step that people forget. Data sketches (Bloom, cuckoo, HyperLogLog, Count-Min) run for real.',
  sources: [
    'Beyer et al., Site Reliability Engineering, 2016, chapters 18 and 22',
    'Bose et al., On the false-positive rate of Bloom filters, 2008',
    'Flajolet et al., HyperLogLog, 2007',
    'Cormode and Muthukrishnan, An improved data stream summary: the count-min sketch, 2005',
    'Dean and Barroso, The Tail at Scale, 2013',
  ],
  rules: estimationRules,
  invariants: estimationInvariants,
  files: [
    'arithmetic.ts',
    'rules.ts',
    'availability/nines.ts',
    'capacity/day.ts',
    'units.ts',
    'capacity/load.ts',
    'capacity/storage.ts',
    'laws.ts',
    'notes.ts',
    'study.ts',
    'invariants.ts',
    'probability/birthday.ts',
    'sketches/false-positives.ts',
    'view.ts',
    'availability/outages.ts',
    'capacity/queue.ts',
    'capacity/queueing.ts',
    'capacity/server.ts',
    'sketches/hash.ts',
    'capacity/shards.ts',
    'capacity/traffic.ts',
    'capacity/viewers.ts',
    'capacity/costs.ts',
    'latency/bandwidth.ts',
    'latency/handshakes.ts',
    'latency/hops.ts',
    'latency/percentiles.ts',
    'probability/collisions.ts',
    'sketches/bloom.ts',
    'sketches/count-min.ts',
    'sketches/cuckoo.ts',
    'sketches/hyperloglog.ts',
    'sketches/reservoir.ts',
    'complexity/growing-array.ts',
    'complexity/operations.ts',
  ],
  notes: estimationNotes,
  arrowText: () => undefined,
  view: viewOf,
};
