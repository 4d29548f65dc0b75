/** The topics of `estimate`, in the order in which they are listed. */
import type { AnyTopic } from './topic.ts';
import { birthday } from './topics/birthday.ts';
import { bloom } from './topics/bloom.ts';
import { nines } from './topics/nines.ts';
import { qps } from './topics/qps.ts';
import { storage } from './topics/storage.ts';

export const topics: ReadonlyMap<string, AnyTopic> = new Map(
  [qps, storage, nines, birthday, bloom].map((topic): [string, AnyTopic] => [topic.id, topic]),
);
