/** Which of the usable hosts gets the next request. */
import { must } from '../../../src/kernel/must.ts';
import { pick, type RandomStream, randomInteger } from '../../../src/kernel/random.ts';
import { mixed } from '../hashing/murmur3.ts';
import { SmoothWeights } from './formulas.ts';
import type { Host } from './pool.ts';
import type { BalancingRules } from './rules.ts';

export const policyNames = [
  'round-robin',
  'weighted',
  'random',
  'least-connections',
  'two-choices',
  'ip-hash',
] as const;
export type PolicyName = (typeof policyNames)[number];

export interface Choosing {
  /** Never empty. */
  readonly hosts: readonly Host[];
  readonly user: number;
  readonly busynessOf: (host: Host) => number;
}

export type Policy = (choosing: Choosing) => Host;

export function policyOf(name: PolicyName, random: RandomStream, rules: BalancingRules): Policy {
  switch (name) {
    case 'round-robin':
      return inTurn();
    case 'weighted':
      return byWeight();
    case 'random':
      return ({ hosts }) => pick(random, hosts);
    case 'least-connections':
      if (!rules['fewest-open-first']) return inTurn();
      return ({ hosts, busynessOf }) => pick(random, leastBusy(hosts, busynessOf));
    case 'two-choices':
      return (choosing) => lessBusyOfTwo(choosing, random);
    case 'ip-hash':
      return ({ hosts, user }) => must(hosts[mixed(user) % hosts.length], 'host of the remainder');
  }
}

function inTurn(): Policy {
  let turn = -1;
  return ({ hosts }) => {
    turn += 1;
    return must(hosts[turn % hosts.length], 'host whose turn it is');
  };
}

function byWeight(): Policy {
  let known = '';
  let weights = new SmoothWeights([]);
  return ({ hosts }) => {
    const now = hosts.map(({ id }) => id).join();
    if (now !== known)
      [known, weights] = [now, new SmoothWeights(hosts.map(({ weight }) => weight))];
    return must(hosts[weights.next()], 'host whose turn it is');
  };
}

function leastBusy(hosts: readonly Host[], busynessOf: (host: Host) => number): readonly Host[] {
  const least = Math.min(...hosts.map(busynessOf));
  return hosts.filter((host) => busynessOf(host) === least);
}

/** Two different hosts: the same one drawn twice would be a random choice. */
function lessBusyOfTwo({ hosts, busynessOf }: Choosing, random: RandomStream): Host {
  const first = randomInteger(random, 0, hosts.length - 1);
  if (hosts.length === 1) return must(hosts[first], 'only host');
  const skipping = randomInteger(random, 0, hosts.length - 2);
  const second = skipping < first ? skipping : skipping + 1;
  const [one, other] = [must(hosts[first], 'first host'), must(hosts[second], 'second host')];
  return busynessOf(other) < busynessOf(one) ? other : one;
}
