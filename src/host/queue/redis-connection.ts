/** A connection to Redis that says in a sentence why it cannot be had, or that it was lost. */
import type { Redis } from 'ioredis';
import { InputError } from '../../lab/input-error.ts';
import type { RedisAddress } from './redis-address.ts';

export interface RedisConnection {
  readonly redis: Redis;
  /** The result of what is asked of Redis. Throws InputError if the connection is lost. */
  attempt<Result>(action: () => Promise<Result>): Promise<Result>;
  close(): void;
}

const connectMsMax = 5_000;
const retryMsMax = 1_000;

/**
 * Tries for `waitMs` to get a connection, at the beginning and whenever it is lost. Throws InputError.
 */
export async function connectToRedis(
  address: RedisAddress,
  waitMs: number,
): Promise<RedisConnection> {
  const { Redis } = await driver();
  let downSinceMs: number | undefined;
  let cause: Error | undefined;
  let isClosed = false;
  const redis = new Redis({
    host: address.host,
    port: address.port,
    db: address.database,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.isEncrypted ? { tls: { servername: address.host } } : {}),
    lazyConnect: true,
    connectTimeout: connectMsMax,
    // What BullMQ demands: commands wait for a connection that comes back.
    maxRetriesPerRequest: null,
    retryStrategy(tried) {
      downSinceMs ??= performance.now();
      const isOver = performance.now() - downSinceMs >= waitMs;
      return isClosed || isOver || isRefused(cause) ? null : Math.min(50 * tried, retryMsMax);
    },
  });
  redis.on('error', (error) => {
    cause = error;
  });
  redis.on('ready', () => {
    downSinceMs = undefined;
  });
  const failure = () => new InputError(sentenceOf(address, cause, waitMs));
  // Each attempt takes itself away again: a race against one promise would keep something of every
  // question for as long as the connection lasts.
  const waiting = new Set<() => void>();
  let isLost = false;
  redis.on('end', () => {
    isLost = !isClosed;
    if (isLost) for (const fail of waiting) fail();
  });
  const whileConnected = <Result>(action: () => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (isLost) throw failure();
      const fail = () => reject(failure());
      waiting.add(fail);
      action()
        .then(resolve, reject)
        .finally(() => waiting.delete(fail));
    });
  const attempt = async <Result>(action: () => Promise<Result>): Promise<Result> => {
    try {
      return await whileConnected(action);
    } catch (error) {
      if (error instanceof InputError) throw error;
      // The one reason for which nothing can be done is told by the end of the connection.
      if (redis.status === 'end' || /^Connection is closed/.test((error as Error).message)) {
        throw failure();
      }
      if (isRefused(error as Error)) {
        throw new InputError(sentenceOf(address, error as Error, waitMs));
      }
      throw error;
    }
  };
  const close = () => {
    isClosed = true;
    redis.disconnect();
  };
  try {
    // `connect` gives up at the first failure, and a command waits as long as there are retries.
    // (A database that there is not would be taken for the first, were it not asked for again.)
    await attempt(() => redis.select(address.database));
  } catch (error) {
    close();
    throw error;
  }
  return { redis, attempt, close };
}

/** A wrong password does not become right, nor does a certificate. */
function isRefused(error: Error | undefined): boolean {
  return (
    isUntrusted(error) ||
    /^(WRONGPASS|NOAUTH|NOPERM|ERR (invalid|DB index|AUTH|Client sent AUTH))/.test(
      error?.message ?? '',
    )
  );
}

/** Codes of OpenSSL's verification, and of Node's own. */
function isUntrusted(error: Error | undefined): boolean {
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  return /CERT|UNABLE_TO_VERIFY|^ERR_SSL/.test(code);
}

const reasons = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOTFOUND', 'there is no such host'],
  ['EAI_AGAIN', 'the name of the host cannot be looked up'],
  ['ETIMEDOUT', 'it does not answer'],
  ['EHOSTUNREACH', 'there is no way to the host'],
  ['ECONNRESET', 'it ended the connection'],
]);

function sentenceOf({ shown }: RedisAddress, cause: Error | undefined, waitMs: number): string {
  const { code = '', message = 'the connection ended' } = (cause ?? {}) as NodeJS.ErrnoException;
  if (/^(WRONGPASS|ERR invalid password|ERR Client sent AUTH|ERR AUTH)/.test(message)) {
    return `The Redis at ${shown} refuses the user or the password.`;
  }
  if (message.startsWith('NOAUTH')) {
    return `The Redis at ${shown} asks for a password: write redis://user:password@host.`;
  }
  if (isUntrusted(cause)) {
    return `The Redis at ${shown} cannot be trusted: ${message}. Name the file of its authority in NODE_EXTRA_CA_CERTS.`;
  }
  if (message.startsWith('NOPERM')) {
    return `The Redis at ${shown} refuses: ${message.replace(/\.$/, '')}. Its user needs the keys seedlab:* and all commands: ~seedlab:* &* +@all.`;
  }
  if (isRefused(cause)) return `The Redis at ${shown} refuses: ${message}.`;
  const why = reasons.get(code) ?? message.replace(/\.$/, '');
  const next =
    waitMs === 0
      ? 'Start it, or wait for it with --wait 60'
      : 'Start it, or wait longer with --wait';
  return `The Redis at ${shown} cannot be reached: ${why}. ${next}.`;
}

const driver = () =>
  import('ioredis').catch((error) => {
    throw missing(error);
  });

/** What to say of a package that is not installed; any other error is thrown as it is. */
export function missing(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') return error;
  return new InputError(
    'A queue needs the packages bullmq and ioredis: npm install bullmq ioredis.',
  );
}
