/** An API that lets a request in, or refuses it: five ways to find out. */
import type { Process } from '../../src/kernel/process.ts';
import { isCallFailure, type Server, type ServerContext } from '../../src/world/server.ts';
import { note } from './notes.ts';
import type { AuthRules } from './rules.ts';
import type { StoreRequest } from './store.ts';
import { type AccessToken, type Expected, faultOf } from './token.ts';

export const gates = ['session', 'introspection', 'jwt', 'blocklist', 'version'] as const;
export type Gate = (typeof gates)[number];

export interface GateOptions {
  readonly store: string;
  readonly issuer: string;
  readonly audience: string;
  readonly keys: () => readonly string[];
  readonly leewayMs: number;
  /** How long an answer of the store is kept; by introspection only. */
  readonly cacheMs: number;
}

interface Answer {
  readonly isAdmitted: boolean;
  readonly askedMs: number;
}

interface Memory {
  readonly answers: Map<string, Answer>;
  admitted: number;
  refused: number;
}

/** Undefined: let in. */
export type GateAnswer = { readonly refused: string | undefined };

export function gateServer(
  gate: Gate,
  rules: AuthRules,
  options: GateOptions,
): Server<Memory, AccessToken> {
  return {
    kind: 'api',
    start: () => ({ answers: new Map(), admitted: 0, refused: 0 }),
    *serve(memory, token, _from, node): Process<GateAnswer> {
      const refused = yield* reasonAgainst(token, memory, node);
      if (refused === undefined) memory.admitted += 1;
      else {
        memory.refused += 1;
        note(node, { kind: 'refuses-token', user: token.subject, why: refused });
      }
      return { refused };
    },
    shown: ({ admitted, refused }) => ({ admitted, refused }),
  };

  /** Undefined if nothing speaks against the token. */
  function* reasonAgainst(
    token: AccessToken,
    memory: Memory,
    node: ServerContext,
  ): Process<string | undefined> {
    if (gate === 'session') {
      return (yield* isInStore(token, node)) ? undefined : 'no such session';
    }
    if (gate === 'introspection') {
      return (yield* isActive(token, memory, node)) ? undefined : 'not active';
    }
    const expected: Expected = { ...options, keys: options.keys() };
    const fault = faultOf(token, expected, node.now(), rules);
    if (fault !== undefined) return fault;
    if (gate === 'blocklist' && rules['blocklist-is-asked']) {
      const isListed = yield* asked<boolean>(node, { listed: token.id });
      if (isListed !== false) return 'on the blocklist';
    }
    if (gate === 'version' && rules['version-is-compared']) {
      const version = yield* asked<number>(node, { versionOf: token.subject });
      if (version !== token.version) return 'an older version';
    }
    return undefined;
  }

  function* isInStore({ id, subject }: AccessToken, node: ServerContext): Process<boolean> {
    const isKnown = yield* asked<boolean>(node, { session: id });
    if (isKnown !== undefined) return isKnown;
    const rule = 'store-down-refuses';
    const admitted = !rules['store-down-refuses'];
    note(node, { kind: 'store-silent', user: subject, admitted, rule });
    return admitted;
  }

  function* isActive(token: AccessToken, memory: Memory, node: ServerContext): Process<boolean> {
    const kept = memory.answers.get(token.id);
    const isFresh = kept !== undefined && node.now() < kept.askedMs + options.cacheMs;
    if (kept !== undefined && (isFresh || !rules['cached-answers-expire'])) return kept.isAdmitted;
    const askedMs = node.now();
    const isAdmitted = yield* isInStore(token, node);
    memory.answers.set(token.id, { isAdmitted, askedMs });
    return isAdmitted;
  }

  /** Undefined if the store does not answer. */
  function* asked<Result>(node: ServerContext, request: StoreRequest): Process<Result | undefined> {
    try {
      return yield* node.call<Result>(options.store, request);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      return undefined;
    }
  }
}
