/** Users who go on sending requests after what they have is revoked, and others who are not concerned. */
import { must } from '../../src/kernel/must.ts';
import type { Process } from '../../src/kernel/process.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import type { GateAnswer } from './gates.ts';
import type { AccessToken } from './token.ts';

export interface PeopleOptions {
  readonly api: string;
  readonly store: string;
  /** Of each kind: so many are revoked, and as many are not. */
  readonly users: number;
  readonly lifeMs: number;
  readonly everyMs: number;
  /** Of each user: one each interval, from an interval after the sign-in. */
  readonly requests: number;
}

/** What became of a user. */
export interface Person {
  readonly name: string;
  readonly isRevoked: boolean;
  /** By the store, as the administrator heard of it. */
  revokedMs: number | undefined;
  expiresMs: number;
  /** When the last request was sent that was let in after the revocation. */
  lastAdmittedMs: number | undefined;
  /** Requests that were refused although nothing was revoked and nothing had expired. */
  wronglyRefused: number;
  requests: number;
}

export type Sees = (person: Person, sentMs: number) => void;

export function peopleClient(options: PeopleOptions, people: Person[], sees: Sees) {
  return client('people', (node) => {
    for (let place = 0; place < 2 * options.users; place++) {
      const isRevoked = place < options.users;
      people.push({
        name: `${isRevoked ? 'revoked' : 'other'}-${place + 1}`,
        isRevoked,
        revokedMs: undefined,
        expiresMs: 0,
        lastAdmittedMs: undefined,
        wronglyRefused: 0,
        requests: 0,
      });
      node.spawn(lives(node, options, must(people[place], 'person'), sees));
    }
    return {};
  });
}

function* lives(
  node: ServerContext,
  { api, store, lifeMs, everyMs, requests }: PeopleOptions,
  person: Person,
  sees: Sees,
): Process<void> {
  yield* node.sleep(node.stream('sign-in')() * everyMs);
  const { name } = person;
  const startMs = node.now();
  const token: AccessToken = {
    id: `${api}-${name}`,
    subject: name,
    issuer: 'authority',
    audience: 'orders',
    version: 1,
    key: 'k1',
    expiresMs: startMs + lifeMs,
  };
  person.expiresMs = token.expiresMs;
  yield* node.call(store, { open: token.id, user: name });
  if (person.isRevoked) node.spawn(revokes(startMs + node.stream('revocation')() * lifeMs));
  for (let request = 1; request <= requests; request++) {
    yield* node.sleep(startMs + request * everyMs - node.now());
    const sentMs = node.now();
    const { revokedMs } = person;
    const { refused } = yield* node.call<GateAnswer>(api, token);
    person.requests += 1;
    if (refused === undefined && revokedMs !== undefined) {
      person.lastAdmittedMs = sentMs;
      sees(person, sentMs);
    }
    if (refused !== undefined && !person.isRevoked && sentMs < startMs + lifeMs - everyMs / 2) {
      person.wronglyRefused += 1;
    }
  }

  function* revokes(atMs: number): Process<void> {
    yield* node.sleep(atMs - node.now());
    yield* node.call(store, { revoke: name, token: token.id });
    person.revokedMs = node.now();
  }
}

/** How long after the revocation the last request was let in; 0 if none was. */
export const exposureMs = ({ revokedMs, lastAdmittedMs }: Person): number =>
  revokedMs === undefined || lastAdmittedMs === undefined ? 0 : lastAdmittedMs - revokedMs;
