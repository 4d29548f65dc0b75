/**
 * A PostgreSQL of one's own: a cluster in a temporary folder, on a Unix socket, and sessions that speak its protocol
 * (PostgreSQL documentation, chapter 55), of which simple queries are all that is needed. PostgreSQL does not run as
 * root: root runs it as the user `postgres` that its package makes.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';

/** How long a deadlock may last before one of its sessions checks for it. */
const deadlockTimeoutMs = 10;

const settings = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  deadlock_timeout: `${deadlockTimeoutMs}ms`,
  max_pred_locks_per_page: '100',
  // Keys are looked up in the index and nothing else is: what a statement reads is then known.
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_indexonlyscan: 'off',
};

/** The folder of initdb and postgres; undefined if they are not installed. */
const programs = (() => {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort().reverse() : [];
  const folders = versions.map((version) => join(debian, version, 'bin'));
  const path = (process.env['PATH'] ?? '').split(':');
  return [...folders, ...path].find((folder) => existsSync(join(folder, 'initdb')));
})();

/** Under CI a missing program fails the tests that need it. */
export const isPostgresSkipped = programs === undefined && process.env['CI'] === undefined;
/** Behind the name of a test. */
export const unjudged =
  programs === undefined ? ' (not judged: there is no PostgreSQL; apt-get install postgresql)' : '';

/** Numeric id of the user to run it as; undefined for the current user. */
function userOfServer(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

export class Postgres {
  readonly #folder: string;
  readonly #server: ChildProcess;

  private constructor(folder: string, server: ChildProcess) {
    this.#folder = folder;
    this.#server = server;
  }

  static async start(): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'seedlab-postgres-'));
    const user = userOfServer();
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const data = join(folder, 'data');
    const made = ['-D', data, '-U', 'lab', '--auth=trust', '--no-sync', '--locale=C', '-E', 'UTF8'];
    execFileSync(join(programs ?? '', 'initdb'), made, { ...user, cwd: folder, stdio: 'ignore' });
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = spawn(join(programs ?? '', 'postgres'), ['-D', data, '-k', folder, ...options], {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    });
    const postgres = new Postgres(folder, server);
    for (let tried = 0; ; tried++) {
      try {
        (await postgres.session()).end();
        return postgres;
      } catch (error) {
        if (tried === 200) throw error;
        await passed(50);
      }
    }
  }

  async session(): Promise<PostgresSession> {
    const socket = await new Promise<Socket>((resolve, reject) => {
      const path = join(this.#folder, '.s.PGSQL.5432');
      const client = connect(path, () => resolve(client));
      client.once('error', reject);
    });
    const session = new PostgresSession(socket);
    await session.begin();
    return session;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#server.kill('SIGINT');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface Answer {
  readonly rows: readonly Readonly<Record<string, number>>[];
  readonly count: number;
  /** SQLSTATE; undefined if the statement succeeded. */
  readonly error: string | undefined;
}

/** One connection: one query at a time. */
export class PostgresSession {
  readonly #socket: Socket;
  #bytes = Buffer.alloc(0);
  #columns: string[] = [];
  #rows: Record<string, number>[] = [];
  #count = 0;
  #error: string | undefined;
  #answered: ((answer: Answer) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, data]);
      this.#read();
    });
    socket.on('error', (error) => this.#failed?.(error));
    socket.on('close', () => this.#failed?.(new Error('the server has hung up')));
  }

  begin(): Promise<Answer> {
    const text = Buffer.from('user\0lab\0database\0postgres\0\0');
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + text.length, 0);
    head.writeInt32BE(196_608, 4);
    return this.#sent(Buffer.concat([head, text]));
  }

  /** The first row of the answer. Throws if there is none, or the statement fails. */
  async row(sql: string): Promise<Readonly<Record<string, number>>> {
    const { rows, error } = await this.query(sql);
    const [first] = rows;
    if (error !== undefined || first === undefined) throw new Error(`${sql}: ${error ?? 'no row'}`);
    return first;
  }

  query(sql: string): Promise<Answer> {
    const text = Buffer.from(`${sql}\0`);
    const head = Buffer.alloc(5);
    head.write('Q', 0);
    head.writeInt32BE(4 + text.length, 1);
    return this.#sent(Buffer.concat([head, text]));
  }

  end(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #sent(bytes: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(bytes);
    });
  }

  /** Takes every complete message off the buffer: a letter, the length of the rest, the rest. */
  #read(): void {
    while (this.#bytes.length >= 5) {
      const length = 1 + this.#bytes.readInt32BE(1);
      if (this.#bytes.length < length) return;
      const kind = String.fromCharCode(this.#bytes[0] ?? 0);
      const body = this.#bytes.subarray(5, length);
      this.#bytes = this.#bytes.subarray(length);
      this.#take(kind, body);
    }
  }

  #take(kind: string, body: Buffer): void {
    if (kind === 'T') this.#columns = columnsOf(body);
    if (kind === 'D') this.#rows.push(rowOf(body, this.#columns));
    if (kind === 'C') this.#count = Number(/(\d+)\0$/.exec(body.toString('latin1'))?.[1] ?? 0);
    if (kind === 'E') this.#error = /\0C(.{5})\0/.exec(`\0${body.toString('latin1')}`)?.[1];
    if (kind !== 'Z') return;
    const answer = { rows: this.#rows, count: this.#count, error: this.#error };
    [this.#rows, this.#count, this.#error] = [[], 0, undefined];
    this.#answered?.(answer);
  }
}

/** Each: a name that ends with a zero byte, and 18 bytes that describe the column. */
function columnsOf(body: Buffer): string[] {
  const names: string[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const end = body.indexOf(0, at);
    names.push(body.toString('utf8', at, end));
    at = end + 19;
  }
  return names;
}

/** Each column: its length, or -1 for null, and its text. Booleans are 1 or 0. */
function rowOf(body: Buffer, columns: readonly string[]): Record<string, number> {
  const row: Record<string, number> = {};
  let at = 2;
  for (const column of columns) {
    const length = body.readInt32BE(at);
    const text = body.toString('utf8', at + 4, at + 4 + Math.max(0, length));
    row[column] = text === 't' ? 1 : Number(text === 'f' ? 0 : text);
    at += 4 + Math.max(0, length);
  }
  return row;
}
