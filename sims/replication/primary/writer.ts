/**
 * A client that writes one key at its own pace, whether the previous write is acknowledged or not.
 */
import { sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { Access, type WriteNumbers } from './access.ts';
import type { PrimaryParts } from './parts.ts';

export const keyOfWriter = (place: number): string => `w${place}`;

export function writer(parts: PrimaryParts, numbers: WriteNumbers, place: number) {
  const { writeEveryMs, writesFromMs, writesUntilMs } = parts.options;

  return client('client', (node) => {
    node.spawn(writing(node));
  });

  function* writing(node: ServerContext): Process<void> {
    const access = new Access(parts, numbers, node);
    const drawMs = sampler(writeEveryMs, node.stream('writes'));
    if (node.now() < writesFromMs) yield* node.sleep(writesFromMs - node.now());
    while (node.now() < writesUntilMs) {
      node.spawn(access.write(keyOfWriter(place)));
      yield* node.sleep(drawMs());
    }
  }
}
