/** A redis-server of a test's own, on a free port; or word that this machine has none. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';

/** Under CI a missing program fails the tests that need it. */
export const hasRedis =
  spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0 || 'CI' in process.env;

export class RedisServer {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'seedlab-redis-'));
  readonly #options: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.#options = options;
  }

  static async start(...options: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.start();
    return server;
  }

  get socketPath(): string {
    return join(this.#folder, 'socket');
  }

  url(database = 0): string {
    return `redis://127.0.0.1:${this.port}/${database}`;
  }

  async start(): Promise<void> {
    const plain = this.#options.includes('--tls-cert-file')
      ? ['--port', '0', '--tls-port', String(this.port)]
      : ['--port', String(this.port)];
    const own = [...plain, '--unixsocket', this.socketPath, '--dir', this.#folder, '--save', ''];
    this.#process = spawn('redis-server', [...own, ...this.#options], { stdio: 'ignore' });
    for (let tried = 0; !(await listens(this.port)); tried++) {
      if (tried === 200) throw new Error('redis-server has not started within 10 s');
      await passed(50);
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { exitCode, signalCode } = this.#process ?? {};
    if (this.#process === undefined || exitCode !== null || signalCode !== null) return;
    this.#process.kill(signal);
    await once(this.#process, 'exit');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
