/** A log that keeps its values, and a client that reads it at its own speed. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server } from '../../../src/world/server.ts';
import type { Value } from './queue.ts';

interface LogMemory {
  readonly values: Value[];
}

export const logServer: Server<LogMemory, { readonly from: number }> = {
  kind: 'log',
  start: () => ({ values: [] }),
  serve: ({ values }, { from }): readonly Value[] => values.slice(from, from + 1),
  receive({ values }, message) {
    values.push(message as Value);
  },
  shown: ({ values }) => ({ values: values.length }),
};

/** Reads one value after the other; if there is none it asks again after a while. */
export const pullClient = (
  log: string,
  workMs: number,
  shows: (value: Value, atMs: number) => void,
) =>
  client('client', (node) => {
    node.spawn(reads());
    return {};

    function* reads(): Process<void> {
      for (let from = 0; ; ) {
        const [value] = yield* node.call<readonly Value[]>(log, { from });
        yield* node.sleep(workMs);
        if (value === undefined) continue;
        shows(value, node.now());
        from += 1;
      }
    }
  });
