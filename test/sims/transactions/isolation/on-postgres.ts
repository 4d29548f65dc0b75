/**
 * Runs the statements of a program on PostgreSQL in the order of an outcome, and reports any
 * difference.
 */
import { setTimeout as passed } from 'node:timers/promises';
import type { Outcome, Program } from '../../../../sims/transactions/isolation/interleaving.ts';
import type { LevelId } from '../../../../sims/transactions/isolation/level.ts';
import { replyText, textOf } from '../../../../sims/transactions/isolation/serial.ts';
import {
  commit,
  type Row,
  type Statement,
  sqlOf,
} from '../../../../sims/transactions/isolation/statement.ts';
import type { Answer, Postgres, PostgresSession } from '../../../support/postgres.ts';

export const sqlLevels = new Map<LevelId, string>([
  ['read-committed', 'read committed'],
  ['snapshot', 'repeatable read'],
  ['serializable', 'serializable'],
]);

/** Longer than PostgreSQL takes before a waiting session checks for a deadlock. */
const settledMs = 25;
/** Answers are checked at once, and then at intervals, for about 5 s. */
const [soonPolls, pollsMax] = [50, 1_000];

const failures = new Map([
  ['40001', 'serialization-failure'],
  ['40P01', 'deadlock'],
  ['23505', 'unique-violation'],
]);

interface Client {
  readonly session: PostgresSession;
  readonly pid: number;
  /** Statements that have not been sent yet. */
  statements: readonly Statement[];
  replies: readonly string[];
  isWaiting: boolean;
}

export class PostgresJudge {
  readonly #monitor: PostgresSession;
  readonly #clients: readonly Client[];

  private constructor(monitor: PostgresSession, clients: readonly Client[]) {
    this.#monitor = monitor;
    this.#clients = clients;
  }

  static async of(postgres: Postgres, sessions: number): Promise<PostgresJudge> {
    const clients: Client[] = [];
    for (let at = 0; at < sessions; at++) {
      const session = await postgres.session();
      const { rows } = await session.query('select pg_backend_pid() as pid');
      const pid = rows[0]?.['pid'] ?? 0;
      clients.push({ session, pid, statements: [], replies: [], isWaiting: false });
    }
    return new PostgresJudge(await postgres.session(), clients);
  }

  end(): void {
    for (const { session } of [...this.#clients, { session: this.#monitor }]) session.end();
  }

  /** What PostgreSQL did differently, in words; undefined if nothing. */
  async differs(program: Program, expected: Outcome): Promise<string | undefined> {
    if (expected.ends.includes('waits')) return 'in the lab a transaction waits for ever';
    await this.#fresh(program, expected.level);
    for (const [turn, of] of expected.order.entries()) {
      const sql = this.#send(this.#clientOf(of));
      const difference = await this.#settle(expected.answers[turn] ?? []);
      if (difference === undefined) continue;
      await this.#giveUp();
      const order = expected.order.map((one) => `T${one + 1}`).join(' ');
      return `turn ${turn + 1} of ${order}, ${sql}: ${difference}`;
    }
    const { rows } = await this.#monitor.query('select * from test');
    await this.#giveUp();
    const [theirs, ours] = [textOf(rows), textOf(expected.rows)];
    return theirs === ours ? undefined : `left: ${theirs}; the lab: ${ours}`;
  }

  async #fresh({ rows, unique = ['id'], transactions }: Program, level: LevelId): Promise<void> {
    const columns = Object.keys(rows[0] ?? { id: 0, value: 0 }).map((column) => {
      const isUnique = unique.includes(column);
      return `${column} int${column === 'id' ? ' primary key' : isUnique ? ' unique' : ''}`;
    });
    const inserts = rows.map((row: Row) => sqlOf({ do: 'insert', row })).join('; ');
    await this.#monitor.query('drop table if exists test');
    await this.#monitor.query(`create unlogged table test (${columns.join(', ')}); ${inserts}`);
    for (const [of, statements] of transactions.entries()) {
      const client = this.#clientOf(of);
      client.statements = [...statements, commit];
      client.replies = [];
      await client.session.query(`begin isolation level ${sqlLevels.get(level)}`);
    }
  }

  #clientOf(of: number): Client {
    const client = this.#clients[of];
    if (client === undefined) throw new Error(`there is no session ${of + 1}`);
    return client;
  }

  #send(client: Client): string {
    const [statement = commit, ...rest] = client.statements;
    client.statements = rest;
    client.isWaiting = true;
    const sql = sqlOf(statement);
    void client.session.query(sql).then(async (answer) => {
      if (answer.error !== undefined) await client.session.query('rollback');
      client.replies = [...client.replies, textOfAnswer(answer, statement)];
      client.isWaiting = false;
    });
    return sql;
  }

  /** Until all expected statements have been answered, and the others stay blocked. */
  async #settle(expected: Outcome['answers'][number]): Promise<string | undefined> {
    let polls = 0;
    const isLate = () => ++polls > pollsMax;
    for (const { of, reply } of expected) {
      const client = this.#clientOf(of);
      while (client.isWaiting && !isLate()) await passed(polls < soonPolls ? 1 : 5);
      if (client.isWaiting) return `T${of + 1} waits; the lab: ${replyText(reply)}`;
      const theirs = client.replies.at(-1);
      if (theirs !== replyText(reply))
        return `T${of + 1} got ${theirs}; the lab: ${replyText(reply)}`;
    }
    const waiting = this.#clients.filter(({ isWaiting }) => isWaiting);
    if (waiting.length === 0) return undefined;
    for (const time of ['at first', 'then']) {
      for (const client of waiting) {
        while (client.isWaiting && !(await this.#isBlocked(client)) && !isLate()) await passed(1);
      }
      if (time === 'at first') await passed(settledMs);
    }
    const answered = waiting.find(({ isWaiting }) => !isWaiting);
    if (answered === undefined) return undefined;
    const of = this.#clients.indexOf(answered);
    return `T${of + 1} got ${answered.replies.at(-1)}; the lab lets it wait`;
  }

  async #isBlocked({ pid }: Client): Promise<boolean> {
    const { rows } = await this.#monitor.query(
      `select cardinality(pg_blocking_pids(${pid})) as blockers`,
    );
    return (rows[0]?.['blockers'] ?? 0) > 0;
  }

  async #giveUp(): Promise<void> {
    for (const client of this.#clients) {
      if (!client.isWaiting) await client.session.query('rollback');
    }
    for (const client of this.#clients) {
      while (client.isWaiting) await passed(1);
      await client.session.query('rollback');
    }
  }
}

function textOfAnswer({ rows, count, error }: Answer, statement: Statement): string {
  if (error !== undefined) return failures.get(error) ?? error;
  return statement.do === 'commit' || statement.do === 'rollback'
    ? '0: '
    : `${count}: ${textOf(rows)}`;
}
