/** Sees what was written and what was read of it. The system does not depend on it. */
import type { Study } from '../../../src/check/study.ts';
import { must } from '../../../src/kernel/must.ts';
import type { DeploymentLaw } from '../laws.ts';
import type { Compatibility } from './compatibility.ts';
import { factOf } from './proposals.ts';
import type { Message } from './topic.ts';
import type { RecordType, Value } from './types.ts';

/** `live` is deployed with every version, `replay` starts with the newest and reads all, `first` stays as it was. */
export type Role = 'live' | 'replay' | 'first';

const inWords: Readonly<Record<Role, string>> = {
  live: 'a consumer that is upgraded in turn',
  replay: 'a new consumer',
  first: 'a consumer of the first schema',
};

export type Facts = Readonly<Record<string, Value>>;

/** Whom a compatibility promises that it can read everything. */
export const promises = (compatibility: Compatibility, role: Role): boolean =>
  role === 'live' ||
  compatibility === 'full' ||
  (role === 'replay') === (compatibility === 'backward');

export class EventJudge {
  readonly unreadable: Record<Role, number> = { live: 0, replay: 0, first: 0 };
  /** What each has tried to read, whether it could or not. */
  readonly seen: Record<Role, number> = { live: 0, replay: 0, first: 0 };
  events = 0;
  /** What each event says, and the fields that its writer wrote. */
  readonly #written = new WeakMap<Message, { facts: Facts; fields: ReadonlySet<string> }>();
  readonly #study: Study<DeploymentLaw>;
  readonly #compatibility: Compatibility;

  constructor(study: Study<DeploymentLaw>, compatibility: Compatibility) {
    this.#study = study;
    this.#compatibility = compatibility;
  }

  writes(message: Message, facts: Facts, writer: RecordType): void {
    this.events += 1;
    const fields = new Set(writer.fields.map(({ name }) => factOf(name)));
    this.#written.set(message, { facts, fields });
  }

  fails(role: Role, offset: number, why: string): void {
    this.seen[role] += 1;
    this.unreadable[role] += 1;
    const isBroken = promises(this.#compatibility, role);
    const how = `${inWords[role]} cannot read event ${offset} (${this.#compatibility}): ${why}`;
    this.#study.holds('every-event-is-read', !isBroken, how);
  }

  reads(role: Role, message: Message, reader: RecordType, value: Facts): void {
    this.seen[role] += 1;
    const written = must(this.#written.get(message), 'writer of an event');
    for (const { name, type, byDefault } of reader.fields) {
      const fact = factOf(name);
      const own = written.fields.has(fact) ? written.facts[fact] : byDefault;
      const isUnknown = type.kind === 'enum' && !type.symbols.includes(own as string);
      const expected = type.kind === 'enum' && isUnknown ? type.byDefault : own;
      const [is, meant] = [JSON.stringify(value[name]), JSON.stringify(expected)];
      if (is === meant) continue;
      const how = `${inWords[role]} reads ${name} of order ${written.facts['id']} as ${is} instead of ${meant}`;
      this.#study.holds('events-keep-meaning', false, how);
    }
  }
}
