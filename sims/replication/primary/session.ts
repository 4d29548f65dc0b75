/**
 * A client that writes its own key, thinks, and reads: its own key, or the one of the first writer.
 */
import { sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { pick } from '../../../src/kernel/random.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { Access, type WriteNumbers } from './access.ts';
import { isAtLeast, nothing, type Position } from './messages.ts';
import type { PrimaryParts } from './parts.ts';
import { keyOfWriter } from './writer.ts';

export function session(
  parts: PrimaryParts,
  numbers: WriteNumbers,
  place: number,
  onDone: () => void,
) {
  const { rules, options, judge, nodeIds } = parts;
  const ownKey = `s${place}`;
  let starts = 0;
  const keysToRead: readonly string[] = [
    ...Array.from({ length: options.ownReads }, () => ownKey),
    ...Array.from({ length: options.otherReads }, () => keyOfWriter(1)),
  ];

  return client('client', (node) => {
    starts += 1;
    // A crash loses what it has seen, so it continues as a different session.
    node.spawn(rounds(`${ownKey}.${starts}`, node));
  });

  function* rounds(name: string, node: ServerContext): Process<void> {
    const access = new Access(parts, numbers, node);
    const thinkMs = sampler(options.thinkMs, node.stream('think'));
    const restMs = sampler(options.restMs, node.stream('rest'));
    let token = nothing;
    yield* node.sleep(options.writesFromMs);
    for (let round = 0; round < options.rounds; round++) {
      const at = yield* access.write(ownKey);
      if (at !== undefined) {
        token = later(token, at);
        judge.sessionWrites(name, ownKey, at);
      }
      for (const key of keysToRead) {
        yield* node.sleep(thinkMs());
        token = later(token, yield* readOnce(access, name, key, token, node));
      }
      yield* node.sleep(restMs());
    }
    onDone();
  }

  /** Returns the token with which the session continues. */
  function* readOnce(
    access: Access,
    name: string,
    key: string,
    token: Position,
    node: ServerContext,
  ) {
    const asksFor = options.routing === 'token' ? token : nothing;
    const reply = yield* access.read(targetOf(access.primary, node), key, asksFor);
    if (reply === undefined) return token;
    judge.sessionReads(name, key, reply.write, reply.place);
    return rules['token-grows-with-reads'] ? reply.at : token;
  }

  function targetOf(primary: NodeId, node: ServerContext): NodeId {
    if (options.routing === 'primary') return primary;
    const replicas = nodeIds.filter((id) => id !== primary);
    if (options.routing === 'sticky') return replicas[place % replicas.length] ?? primary;
    return pick(node.stream('route'), replicas);
  }
}

const later = (a: Position, b: Position): Position => (isAtLeast(a, b) ? a : b);
