/** What an exploration came to, as text. */
import type { Bounds } from '../../check/exploration.ts';
import type { Step } from '../../explore/search.ts';
import { stepInWords } from '../../explore/words.ts';
import { inDigits } from '../../words/numbers.ts';
import { columns } from './text.ts';

/** A story as a short table: what happened, and where. */
export function explorationStory(
  story: readonly Step[],
  inWords: (operation: object) => string,
): string[] {
  return columns(
    story.map((step, place) => [`${place + 1}`, ...stepInWords(step, inWords)]),
    '  ',
  );
}

/** How far the search went. */
export function boundsInWords(bounds: Bounds, reach: Readonly<Record<string, number>>): string[] {
  const upTo = (count: number, noun: string) =>
    `${count === Infinity ? 'any number of' : inDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
  const timers = Object.entries(bounds.timeouts).filter(([, count]) => count > 0);
  return [
    {
      multiset: 'messages in any order',
      set: 'messages in any order, any number of times',
      links: 'messages in order on each link',
    }[bounds.network],
    ...(bounds.losses > 0 ? [upTo(bounds.losses, 'lost message')] : []),
    ...(bounds.duplicates > 0 ? [upTo(bounds.duplicates, 'doubled message')] : []),
    upTo(bounds.crashes, 'crash').replace('crashs', 'crashes'),
    ...(bounds.tears > 0 ? [upTo(bounds.tears, 'torn record')] : []),
    bounds.disks === 'at-once' ? 'disks write at once' : 'disks write at any time',
    ...timers.map(([timer, count]) => `${inDigits(count)} x ${timer}`),
    ...Object.entries(reach).map(([what, count]) => `${what} up to ${inDigits(count)}`),
  ];
}
