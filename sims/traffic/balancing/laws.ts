/** The laws of balancing. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { TrafficSubject } from '../subject.ts';

const balancingLaws = {
  'queues-stay-short': 'no queue is longer than two choices make it',
  'no-queue-beside-idle': 'least connections sends no request to a busy host while another is idle',
  'shares-by-capacity': 'each host’s share of the requests equals its share of the total capacity',
  'ill-hosts-are-skipped': 'no request goes to a host that its checks have found down',
  'blips-do-no-harm': 'no host that answers is taken out of rotation',
  'no-black-hole': 'a host that fails gets no more than its fair share of the requests',
  'most-hosts-stay': 'no more hosts are ejected at a time than the cap allows',
  'returns-grow-rarer': 'a host that keeps failing is let back in ever more rarely',
  'survivors-bear-it': 'no host gets more than its fair share / the panic threshold',
  'newcomer-not-flooded': 'a new host gets no more than its fair share while it warms up',
  'no-request-cut-off': 'no request is cut off because its host is removed',
  'sessions-stay': 'a user stays with the host that has the session as long as it is up',
} as const;

export type BalancingLaw = keyof typeof balancingLaws;

export interface BalancingSubject extends TrafficSubject {
  readonly breaches: Breaches<BalancingLaw>;
}

export const balancingInvariants = Object.values(
  watched(balancingLaws, ({ breaches }: BalancingSubject) => breaches),
);
