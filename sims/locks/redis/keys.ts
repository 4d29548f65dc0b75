/**
 * The keys of one Redis, and the commands and scripts that locks need: their replies, without a
 * server around them. An expired key is gone, whatever command comes next.
 */
import { Refusal } from '../../../src/world/call.ts';

/** As a client types it: `['SET', 'lock', 'client1:1', 'NX', 'PX', 30000]`. */
export type Command = readonly [name: string, ...args: (string | number)[]];

export type Answer = string | number | null;

interface Value {
  readonly text: string;
  /** By the server’s clock; null for a key that does not expire. */
  readonly expiresAtMs: number | null;
}

/** A key after a command, as the disk and a replica receive it; null if the key is gone. */
export interface KeyChange {
  readonly key: string;
  readonly value: Value | null;
}

/** Called by name instead of by their text: `['EVAL', 'release', 'lock', 'client1:1']`. */
export const scripts = {
  /** KEYS: the lock, its token counter. ARGV: the owner, the TTL. Returns the token. */
  acquire:
    "if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('INCR', KEYS[2]) else return false end",
  /** Compare and delete. */
  release:
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end",
  /** Compare and extend. */
  renew:
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) else return 0 end",
} as const;

export class RedisKeys {
  readonly #values = new Map<string, Value>();
  #changes: KeyChange[] = [];

  /**
   * The command’s reply at this time by the server’s clock. Throws Refusal with Redis’ own message.
   */
  execute([name, ...args]: Command, nowMs: number): Answer {
    const [key = '', first = '', ...more] = args.map(String);
    this.#expire(key, nowMs);
    switch (name) {
      case 'SET':
        return this.#set(key, first, more, nowMs);
      case 'GET':
        return this.#values.get(key)?.text ?? null;
      case 'DEL':
        return this.#delete(key);
      case 'PEXPIRE':
        return this.#expireIn(key, Number(first), nowMs);
      case 'PTTL':
        return this.#timeLeft(key, nowMs);
      case 'INCR':
        return this.#increment(key);
      case 'EVAL':
        return this.#evaluate(key, [first, ...more], nowMs);
      default:
        throw new Refusal(`ERR unknown command '${name}'`);
    }
  }

  /** Changes since the last call. */
  takeChanges(): readonly KeyChange[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  /** Applies changes made by another Redis, or by an earlier life of this one. */
  apply(changes: Iterable<KeyChange>): void {
    for (const { key, value } of changes) {
      if (value === null) this.#values.delete(key);
      else this.#values.set(key, value);
    }
  }

  /** Until when the key has its value; undefined if it does not exist. */
  expiryOf(key: string): number | undefined {
    const value = this.#values.get(key);
    return value === undefined ? undefined : (value.expiresAtMs ?? Infinity);
  }

  /** All keys, including expired ones. */
  get texts(): ReadonlyMap<string, string> {
    return new Map([...this.#values].map(([key, { text }]) => [key, text]));
  }

  #set(key: string, text: string, options: readonly string[], nowMs: number): Answer {
    const px = options.indexOf('PX');
    const ttlMs = px < 0 ? null : Number(options[px + 1]);
    if (ttlMs !== null && !(ttlMs > 0))
      throw new Refusal("ERR invalid expire time in 'set' command");
    if (options.includes('NX') && this.#values.has(key)) return null;
    this.#put(key, { text, expiresAtMs: ttlMs === null ? null : nowMs + ttlMs });
    return 'OK';
  }

  #delete(key: string): number {
    if (!this.#values.delete(key)) return 0;
    this.#changes.push({ key, value: null });
    return 1;
  }

  #expireIn(key: string, ttlMs: number, nowMs: number): number {
    const value = this.#values.get(key);
    if (value === undefined) return 0;
    if (ttlMs <= 0) return this.#delete(key);
    this.#put(key, { ...value, expiresAtMs: nowMs + ttlMs });
    return 1;
  }

  /** -2: there is no such key; -1: it does not expire. */
  #timeLeft(key: string, nowMs: number): number {
    const value = this.#values.get(key);
    if (value === undefined) return -2;
    return value.expiresAtMs === null ? -1 : value.expiresAtMs - nowMs;
  }

  #increment(key: string): number {
    const value = this.#values.get(key);
    const count = value === undefined ? 0 : Number(value.text);
    if (!Number.isInteger(count) || value?.text.trim() === '') {
      throw new Refusal('ERR value is not an integer or out of range');
    }
    this.#put(key, { text: String(count + 1), expiresAtMs: value?.expiresAtMs ?? null });
    return count + 1;
  }

  #evaluate(script: string, args: readonly string[], nowMs: number): Answer {
    const [lock = '', second = '', third = '', fourth = ''] = args;
    const call = (...command: Command) => this.execute(command, nowMs);
    switch (script) {
      case 'acquire':
        return call('SET', lock, third, 'NX', 'PX', fourth) === null ? null : call('INCR', second);
      case 'release':
        return call('GET', lock) === second ? call('DEL', lock) : 0;
      case 'renew':
        return call('GET', lock) === second ? call('PEXPIRE', lock, third) : 0;
      default:
        throw new Refusal('NOSCRIPT No matching script. Please use EVAL.');
    }
  }

  #put(key: string, value: Value): void {
    this.#values.set(key, value);
    this.#changes.push({ key, value });
  }

  /** A key is gone from the millisecond in which its time is over. */
  #expire(key: string, nowMs: number): void {
    const value = this.#values.get(key);
    if (value?.expiresAtMs != null && value.expiresAtMs <= nowMs) this.#delete(key);
  }
}
