/**
 * A push campaign: the sender gives one batch of users after the other to the push provider, and keeps
 * on its disk how far it has come. No order of the two steps makes them one: a crash between them
 * sends a batch twice or not at all, unless the provider recognises it by its key.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';
import type { PushRequest } from './provider.ts';

export interface Campaign {
  readonly id: string;
  /** They are numbered from 1, and each has the same users in every attempt. */
  readonly batches: number;
  /** To load the users of a batch, and their devices. */
  readonly loadMs: number;
}

/** All batches up to this one are done. */
interface Checkpoint {
  readonly upTo: number;
}

interface Memory {
  upTo: number;
}

/** After a crash it goes on from its checkpoint. */
export const senderServer = (
  rules: FanoutRules,
  campaign: Campaign,
  provider: NodeId,
): Server<Memory, never, Checkpoint> => ({
  kind: 'sender',
  start(node, { journal }) {
    const memory = { upTo: journal.at(-1)?.upTo ?? 0 };
    if (memory.upTo > 0) note(node, { kind: 'goes-on', after: memory.upTo });
    node.spawn(sending(rules, campaign, provider, memory, node));
    return memory;
  },
  serve: () => null,
  shown: ({ upTo }) => ({ upTo }),
});

function* sending(
  rules: FanoutRules,
  { id, batches, loadMs }: Campaign,
  provider: NodeId,
  memory: Memory,
  node: ServerContext<Checkpoint>,
): Process<void> {
  for (let batch = memory.upTo + 1; batch <= batches; batch++) {
    if (!rules['checkpoint-after-send']) yield* checkpoint(batch);
    yield* node.sleep(loadMs);
    const key = rules['send-carries-key'] ? `${id}/${batch}` : null;
    yield* node.call(provider, { batch, key } satisfies PushRequest);
    if (rules['checkpoint-after-send']) yield* checkpoint(batch);
    memory.upTo = batch;
  }

  function* checkpoint(upTo: number): Process<void> {
    node.persist({ upTo });
    yield* node.durable();
  }
}
