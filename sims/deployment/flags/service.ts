/** The service that knows whether a flag is on, and the instances that ask it. */
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { DeploymentRules } from '../rules.ts';
import type { FlagJudge } from './judge.ts';

interface FlagState {
  readonly isOn: boolean;
}

type ServiceRequest = FlagState | 'flag' | 'subscribe';

interface ServiceMemory {
  isOn: boolean;
  /** Who is told of changes. They are lost when the service restarts. */
  readonly subscribers: string[];
}

export const flagDisk = { diskMs: constant(1) };

export const flagService: Server<ServiceMemory, ServiceRequest, FlagState> = {
  kind: 'flags',
  start: (_node, { journal }) => ({ isOn: journal.at(-1)?.isOn ?? false, subscribers: [] }),
  *serve(memory, request, from, node): Process<boolean> {
    if (request === 'subscribe') memory.subscribers.push(from);
    else if (request !== 'flag') {
      node.persist(request);
      yield* node.durable();
      memory.isOn = request.isOn;
      note(node, { kind: 'switches', isOn: request.isOn });
      for (const subscriber of memory.subscribers) node.send(subscriber, request);
    }
    return memory.isOn;
  },
  shown: ({ isOn, subscribers }) => ({ isOn, subscribers: subscribers.length }),
};

export interface InstanceOptions {
  readonly service: string;
  readonly isStreaming: boolean;
  readonly pollMs: number;
  readonly rules: DeploymentRules;
  readonly judge: FlagJudge;
}

type InstanceRequest = 'request' | { readonly deploy: 'before' | 'with-defect' };

interface InstanceMemory {
  /** Undefined until the service has answered. */
  isOn: boolean | undefined;
  hasCrashed: boolean;
}

/** How long an instance waits for the service. */
const timeoutMs = 500;

/** Serves requests. What the flag guards fails every one of them. */
export const flaggedInstance = ({
  service,
  isStreaming,
  pollMs,
  rules,
  judge,
}: InstanceOptions): Server<InstanceMemory, InstanceRequest> => ({
  kind: 'instance',
  start(node) {
    const memory: InstanceMemory = { isOn: undefined, hasCrashed: false };
    node.spawn(listens());
    return memory;

    function* listens(): Process<void> {
      yield* asks('flag');
      if (isStreaming) yield* asks('subscribe');
      if (isStreaming && !rules['poll-besides-stream']) return;
      // Each instance in its own turn, or they would all ask at once.
      yield* node.sleep(node.stream('phase')() * pollMs);
      for (;;) {
        yield* asks('flag');
        yield* node.sleep(pollMs);
      }
    }

    function* asks(what: 'flag' | 'subscribe'): Process<void> {
      try {
        memory.isOn = yield* node.call<boolean>(service, what, { timeoutMs });
        judge.hears(node.self, memory.isOn, node.now());
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
      }
    }
  },
  serve(memory, request, _from, node) {
    if (request !== 'request') {
      // The module is loaded with the process, unless its import waits for the flag.
      memory.hasCrashed = request.deploy === 'with-defect' && !rules['import-behind-flag'];
      if (memory.hasCrashed) note(node, { kind: 'crashes-on-import' });
      return 'deployed';
    }
    const isOn = memory.isOn ?? !rules['unknown-flag-is-off'];
    if (!memory.hasCrashed && !isOn) return 'done';
    judge.fails(node.self, memory, node.now());
    throw new Refusal(memory.hasCrashed ? 'crashed' : 'defect');
  },
  receive(memory, message, _from, node) {
    memory.isOn = (message as FlagState).isOn;
    judge.hears(node.self, memory.isOn, node.now());
  },
  shown: ({ isOn, hasCrashed }) => ({ isOn: isOn ?? null, hasCrashed }),
});
