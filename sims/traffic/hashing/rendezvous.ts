/**
 * Rendezvous or highest random weight (Thaler and Ravishankar, Using Name-Based Mappings to
 * Increase Hit Rates, ToN 1998, §III): each node has a score for a key, and the highest owns it. If
 * that node leaves, the runner-up takes over, a different one for each key. O(nodes) per look-up.
 */
import { utf8 } from '../../../src/kernel/utf8.ts';
import { mixedWith, murmur3 } from './murmur3.ts';

export function byRendezvous(nodes: readonly string[]): (hash: number) => string {
  const scored = nodes.map((name) => ({ name, hash: murmur3(utf8(name)) }));
  return (key) => {
    let [winner, highest] = ['', -1];
    for (const { name, hash } of scored) {
      const score = mixedWith(key, hash);
      // Of equal scores the smaller name wins, whatever the order of the nodes.
      if (score > highest || (score === highest && name < winner))
        [winner, highest] = [name, score];
    }
    return winner;
  };
}
