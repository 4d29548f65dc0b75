/** Where a Redis is, and how to log in, from the URL that the user gives. */
import { InputError } from '../../lab/input-error.ts';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly isEncrypted: boolean;
  /** The URL without user and password. */
  readonly shown: string;
}

const portByDefault = 6379;
const example = 'redis://host:6379/0, or rediss://user:password@host:6379/0 for TLS';

/**
 * `redis://user:password@host:port/database`, `rediss://` for TLS; special characters of user and
 * password percent-encoded (RFC 3986, 2.1). Throws InputError, which does not repeat a password.
 */
export function parseRedisAddress(text: string): RedisAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError(`--queue takes the URL of a Redis: ${example}.`);
  }
  const { protocol, hostname, port, pathname, search, hash } = url;
  if (protocol !== 'redis:' && protocol !== 'rediss:') {
    throw new InputError(`--queue takes ${example}, not a URL that begins with ${protocol}//.`);
  }
  if (hostname === '') throw new InputError(`--queue names no host: write ${example}.`);
  if (search !== '' || hash !== '') {
    throw new InputError(`--queue takes a URL without ? and #: percent-encode them in a password.`);
  }
  const [, database] = /^(?:\/(\d{0,5}))?$/.exec(pathname) ?? [undefined, 'none'];
  if (database === 'none') {
    throw new InputError(`--queue names the database by its number, as in ${example}.`);
  }
  const number = Number(database ?? 0);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? portByDefault : Number(port),
    database: number,
    username: decoded('user', url.username),
    password: decoded('password', url.password),
    isEncrypted: protocol === 'rediss:',
    shown: `${protocol}//${hostname}:${port === '' ? portByDefault : port}/${number}`,
  };
}

function decoded(what: string, text: string): string | undefined {
  try {
    return text === '' ? undefined : decodeURIComponent(text);
  } catch {
    throw new InputError(`The ${what} of --queue is not percent-encoded: write % as %25.`);
  }
}
