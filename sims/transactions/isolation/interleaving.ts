/**
 * Transactions whose statements take turns, in one order or in every possible order. Waiting limits
 * the orders: a transaction that waits gets no turn.
 */
import { Database, type Result, type Waiting } from './database.ts';
import type { LevelId } from './level.ts';
import type { IsolationRules } from './rules.ts';
import { commit, type Row, type Statement } from './statement.ts';
import { Aborted, type Failure, type Transaction } from './transaction.ts';

export interface Program {
  readonly rows: readonly Row[];
  readonly unique?: readonly string[];
  /**
   * The statements of each transaction. A transaction that does not roll back commits at its end,
   * in a separate step.
   */
  readonly transactions: readonly (readonly Statement[])[];
}

/** Result of one statement. */
export type Reply = Result | { readonly failure: Failure };

/** How a transaction ended; `waits` if it waits for ever. */
export type End = 'committed' | 'rolled back' | 'waits' | Failure;

export interface Outcome {
  readonly level: LevelId;
  /** The transaction that had each turn, counted from 0. */
  readonly order: readonly number[];
  /** After each turn, the statements that have been answered: the transaction, and its result. */
  readonly answers: readonly (readonly { readonly of: number; readonly reply: Reply }[])[];
  /** The replies of each transaction, in the order of its statements. */
  readonly replies: readonly (readonly Reply[])[];
  readonly ends: readonly End[];
  /** Transactions that committed, in commit order. */
  readonly commits: readonly number[];
  readonly rows: readonly Row[];
  /**
   * If the end of a transaction wakes several at once, the one that has waited longest goes first
   * here.
   */
  readonly hasRaces: boolean;
}

interface Session {
  readonly transaction: Transaction;
  readonly statements: readonly Statement[];
  readonly replies: Reply[];
  next: number;
  running: Waiting<Result> | undefined;
  blockers: readonly Transaction[];
  end: End | undefined;
}

const statementsOf = (statements: readonly Statement[]): readonly Statement[] =>
  statements.at(-1)?.do === 'rollback' ? statements : [...statements, commit];

/** One run of a program; the caller decides which transaction gets each turn. */
class Turns {
  readonly #level: LevelId;
  readonly #database: Database;
  readonly #sessions: readonly Session[];
  /** Waiting transactions, the longest wait first. */
  #waiting: number[] = [];
  readonly #order: number[] = [];
  readonly #answers: { of: number; reply: Reply }[][] = [];
  readonly #commits: number[] = [];
  #hasRaces = false;

  constructor(program: Program, level: LevelId, rules: IsolationRules) {
    this.#level = level;
    this.#database = new Database(rules, program);
    this.#sessions = program.transactions.map((statements, place) => ({
      transaction: this.#database.begin(level, `T${place + 1}`),
      statements: statementsOf(statements),
      replies: [],
      next: 0,
      running: undefined,
      blockers: [],
      end: undefined,
    }));
  }

  /** Transactions that can take a turn. */
  get ready(): number[] {
    return [...this.#sessions.keys()].filter((of) => {
      const session = this.#sessions[of];
      return session?.end === undefined && session?.running === undefined;
    });
  }

  /** Runs the next statement of one transaction, and then everything that was waiting for it. */
  turn(of: number): void {
    this.#order.push(of);
    this.#answers.push([]);
    const session = this.#sessions[of];
    const statement = session?.statements[session.next];
    if (session === undefined || statement === undefined) throw new Error('it cannot take a turn');
    session.next += 1;
    session.running = this.#database.execute(session.transaction, statement);
    this.#goOn(of, session);
    this.#wake();
  }

  #wake(): void {
    for (;;) {
      const [woken, another] = this.#waiting.filter((of) =>
        this.#sessions[of]?.blockers.some(({ isActive }) => !isActive),
      );
      if (another !== undefined) this.#hasRaces = true;
      const session = woken === undefined ? undefined : this.#sessions[woken];
      if (woken === undefined || session === undefined) return;
      this.#waiting = this.#waiting.filter((of) => of !== woken);
      this.#goOn(woken, session);
    }
  }

  #goOn(of: number, session: Session): void {
    if (session.running === undefined) return;
    try {
      const step = session.running.next();
      if (step.done !== true) {
        session.blockers = step.value;
        this.#waiting.push(of);
        return;
      }
      this.#answered(of, session, step.value);
      if (session.next === session.statements.length) {
        session.end = session.transaction.isCommitted ? 'committed' : 'rolled back';
        if (session.transaction.isCommitted) this.#commits.push(of);
      }
    } catch (error) {
      if (!(error instanceof Aborted)) throw error;
      this.#answered(of, session, { failure: error.failure });
      session.end = error.failure;
    }
  }

  #answered(of: number, session: Session, reply: Reply): void {
    session.running = undefined;
    session.replies.push(reply);
    this.#answers.at(-1)?.push({ of, reply });
  }

  get outcome(): Outcome {
    return {
      level: this.#level,
      order: this.#order,
      answers: this.#answers,
      replies: this.#sessions.map(({ replies }) => replies),
      ends: this.#sessions.map(({ end }) => end ?? 'waits'),
      commits: this.#commits,
      rows: this.#database.rows,
      hasRaces: this.#hasRaces,
    };
  }
}

/** Runs one given order; the remaining transactions then take their turns one after the other. */
export function inOrder(
  program: Program,
  level: LevelId,
  rules: IsolationRules,
  order: readonly number[],
): Outcome {
  const turns = new Turns(program, level, rules);
  for (const of of order) if (turns.ready.includes(of)) turns.turn(of);
  for (let [of] = turns.ready; of !== undefined; [of] = turns.ready) turns.turn(of);
  return turns.outcome;
}

/** Every order, each once. O(orders x statements). */
export function* everyOrder(
  program: Program,
  level: LevelId,
  rules: IsolationRules,
): Generator<Outcome, void, void> {
  /** At each turn, the candidates that have not been tried yet. */
  const untried: number[][] = [];
  const order: number[] = [];
  for (;;) {
    const turns = new Turns(program, level, rules);
    for (const of of order) turns.turn(of);
    for (let ready = turns.ready; ready.length > 0; ready = turns.ready) {
      const [first = 0, ...others] = ready;
      order.push(first);
      untried.push(others);
      turns.turn(first);
    }
    yield turns.outcome;
    while (untried.at(-1)?.length === 0) {
      untried.pop();
      order.pop();
    }
    const next = untried.at(-1)?.shift();
    if (next === undefined) return;
    order[order.length - 1] = next;
  }
}
