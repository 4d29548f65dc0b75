/** Users of a service. */
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { client, isCallFailure, type ServerContext } from '../../src/world/server.ts';

/** Requests come at random, and do not wait for one another. What fails is counted by `onFailure`. */
export const users = (
  perSecond: number,
  ask: (node: ServerContext) => Process<unknown>,
  onFailure: (failure: unknown) => void = () => {},
) =>
  client('users', (node) => {
    const gap = sampler(exponential(1_000 / perSecond), node.stream('arrivals'));
    node.spawn(arrive());
    return {};

    function* arrive(): Process<void> {
      for (;;) {
        yield* node.sleep(gap());
        node.spawn(asks());
      }
    }

    function* asks(): Process<void> {
      try {
        yield* ask(node);
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        onFailure(failure);
      }
    }
  });
