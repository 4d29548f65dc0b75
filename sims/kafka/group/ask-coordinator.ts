import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { Consumer } from '../model.ts';
import { ask, coordinatorName } from '../network/machines.ts';

/** Asks the coordinator (default time limit: request.timeout.ms). */
export function askCoordinator<Reply>(
  { node, config }: Consumer,
  request: object,
  timeoutMs = config['request.timeout.ms'],
): Process<Reply | 'REQUEST_TIMED_OUT'> {
  return ask<Reply>(node as ServerContext, coordinatorName, request, timeoutMs);
}
