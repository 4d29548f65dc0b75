/** How much is stored: the chain from an item to all disks. */
import { storedBytes } from '../../../../sims/estimation/capacity/storage.ts';
import { estimationRules } from '../../../../sims/estimation/rules.ts';
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

const dayMs = 86_400_000;
const allRules = estimationRules.without();

export const storage = topic({
  id: 'storage',
  asks: 'How much does it store?',
  keys: {
    rate: keys.rate('100M/day', 'new items'),
    size: keys.bytes('200B', 'bytes of an item'),
    for: keys.time('5 years', 'how long items are kept'),
    replicas: keys.whole('3', 'copies of each item', { max: 1_000 }),
    overhead: keys.share('0%', 'indexes, log and free space, on top of the items', { max: 100 }),
    compression: keys.count('1', 'how many times smaller it gets', { min: 1 }),
  },
  figures: ({ rate, size, for: keptMs, replicas, overhead, compression }) => {
    const chain = { itemsPerDay: rate * 86_400, bytesPerItem: size, overhead, compression };
    const of = (days: number, copies: number) =>
      storedBytes({ ...chain, days, replicas: copies }, allRules);
    return [
      figure('items a day', rate * 86_400, 'count', 'rate x 86,400 s'),
      figure('a day', of(1, 1), 'bytes', 'rate x size x (1 + overhead) / compression'),
      figure('30 days', of(30, 1), 'bytes', 'a day x 30'),
      figure('a year', of(365, 1), 'bytes', 'a day x 365'),
      figure('at the end', of(keptMs / dayMs, 1), 'bytes', 'a day x for'),
      figure('on all disks', of(keptMs / dayMs, replicas), 'bytes', 'at the end x replicas'),
      figure('written', (rate * size) / compression, 'bandwidth', 'rate x size / compression'),
    ];
  },
  assumes: [
    'TB are 10^12 bytes, TiB 2^40; a year is 365 days.',
    'The rate does not grow (estimate growth), and nothing is deleted before its time.',
  ],
  forgotten: ({ replicas }) => ({
    rule: 'multiply-by-replicas',
    says: `The replicas, which make it ${replicas} times as much; then indexes and the log (overhead), and room for compaction and for a lost node.`,
  }),
  scenario: 'estimation/url-shortener',
});
