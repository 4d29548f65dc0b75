/**
 * One limit for several gateways: each with its own limiter, each with a share, all with one
 * limiter in a store, or each with its own and periodic news of the others.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Limit } from './limiter.ts';
import type { LimitRequest, StoreRequest } from './request.ts';
import type { LimitRules } from './rules.ts';
import { type KeptBucket, TokenBucket } from './token-bucket.ts';

/** `shared` asks the store to decide; `racy` reads its bucket, decides, and writes it back. */
export const sharings = ['own', 'split', 'synced', 'shared', 'racy'] as const;
export type Sharing = (typeof sharings)[number];

/** Keeps the bucket of all gateways. `take` is one step, as a Redis script is. */
export const limitStore = (
  rules: LimitRules,
  limit: Limit,
): Server<{ bucket: TokenBucket }, StoreRequest> => ({
  kind: 'limit store',
  start: () => ({ bucket: new TokenBucket(rules, limit) }),
  serve(memory, request, _from, node) {
    if (request.do === 'take') return memory.bucket.decide(Math.floor(node.now())).isAdmitted;
    if (request.do === 'read') return memory.bucket.kept;
    memory.bucket = new TokenBucket(rules, limit, request.kept);
    return true;
  },
  shown: ({ bucket }) => bucket.shown,
});

export interface SharingGateway {
  readonly rules: LimitRules;
  readonly sharing: Sharing;
  readonly limit: Limit;
  /** All gateways of one limit, including this one. */
  readonly gateways: readonly string[];
  readonly store: string;
  readonly syncMs: number;
  readonly sees: (isAdmitted: boolean) => void;
}

interface Memory {
  readonly bucket: TokenBucket;
  /** Admitted since the others last heard of it. */
  untold: number;
}

export function sharingGateway(options: SharingGateway): Server<Memory, LimitRequest> {
  const { rules, sharing, limit, gateways, store, syncMs, sees } = options;
  return {
    kind: 'gateway',
    start(node) {
      const memory = { bucket: new TokenBucket(rules, limit), untold: 0 };
      if (sharing === 'synced') node.spawn(tellOthers(memory, node));
      return memory;
    },
    *serve(memory, { key }, _from, node) {
      const isAdmitted = yield* decide(memory, node);
      sees(isAdmitted);
      if (isAdmitted) note(node, { kind: 'lets-through', key });
      else note(node, { kind: 'turns-away', key });
      return { status: isAdmitted ? 200 : 429 };
    },
    receive({ bucket }, message, _from, node) {
      bucket.take(Math.floor(node.now()), message as number);
    },
    shown: ({ bucket, untold }) => ({ ...bucket.shown, untold }),
  };

  function* decide(memory: Memory, node: ServerContext): Process<boolean> {
    if (sharing === 'shared' && rules['counter-is-shared']) {
      if (rules['decides-in-one-step']) return yield* node.call<boolean>(store, { do: 'take' });
      return yield* readAndWrite(node);
    }
    if (sharing === 'racy') return yield* readAndWrite(node);
    const { isAdmitted } = memory.bucket.decide(Math.floor(node.now()));
    if (isAdmitted) memory.untold += 1;
    return isAdmitted;
  }

  function* readAndWrite(node: ServerContext): Process<boolean> {
    const kept = yield* node.call<KeptBucket>(store, { do: 'read' });
    const bucket = new TokenBucket(rules, limit, kept);
    const { isAdmitted } = bucket.decide(Math.floor(node.now()));
    yield* node.call(store, { do: 'write', kept: bucket.kept });
    return isAdmitted;
  }

  function* tellOthers(memory: Memory, node: ServerContext): Process<void> {
    for (;;) {
      yield* node.sleep(syncMs);
      if (memory.untold === 0) continue;
      for (const other of gateways) if (other !== node.self) node.send(other, memory.untold);
      memory.untold = 0;
    }
  }
}
