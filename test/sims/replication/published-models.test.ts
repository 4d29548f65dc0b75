/** Goal: the registers that Stateright's examples explore have as many states here as there. */
import { describe, expect, test } from 'vitest';
import { Search } from '../../../src/explore/search.ts';
import { abd, singleCopy } from '../../support/explored-models.ts';

describe('registers (Stateright, unordered, without duplicates)', () => {
  test('one copy on one server, two clients: 93', () => {
    const search = new Search(singleCopy(1, 2));
    expect(search.finish().distinct).toBe(93);
    expect(search.breaches).toEqual([]);
  });

  test('a copy on each of two servers is not linearizable, in four steps', () => {
    const search = new Search(singleCopy(2, 2), { stopAt: 'linearizable' });
    expect(search.finish().ended).toBe('found');
    const story = search.breaches[0]?.story.map(({ happening }) =>
      happening.kind === 'deliver' ? (happening.message as { type: string }).type : happening.kind,
    );
    expect(story).toEqual(['Put', 'PutOk', 'Get', 'GetOk']);
  });

  test('ABD on two servers, two clients: 544', () => {
    const search = new Search(abd(2, 2));
    expect(search.finish().distinct).toBe(544);
    expect(search.breaches).toEqual([]);
  });
});
