/** Limiters as they are named on a command line: `--gcra 15/30/60`, `--fixed 100/1m`. */
import type { LimiterKind } from '../../../sims/traffic/limits/kinds.ts';
import type { Limit } from '../../../sims/traffic/limits/limiter.ts';
import { InputError } from '../../lab/input-error.ts';

export interface Specification {
  /** As it was given: `--gcra 15/30/60`. */
  readonly text: string;
  readonly kind: LimiterKind;
  readonly limit: Limit;
}

interface LimiterOption {
  readonly kind: LimiterKind;
  /** What a user gives for it; `burst` comes first where there is one. */
  readonly form: '<count>/<period>' | '<burst>/<count>/<period>';
  /** Whether the burst counts only what comes beyond the first, as redis-cell and nginx have it. */
  readonly isBeyondFirst: boolean;
  readonly says: string;
}

const windowForm = { form: '<count>/<period>', isBeyondFirst: false } as const;
const bucketForm = { form: '<burst>/<count>/<period>' } as const;

export const limiterOptions: ReadonlyMap<string, LimiterOption> = new Map([
  [
    'fixed',
    {
      ...windowForm,
      kind: 'fixed-window',
      says: 'fixed window, its edges at whole periods of UTC',
    },
  ],
  ['sliding-log', { ...windowForm, kind: 'sliding-log', says: 'sliding window, exact' }],
  [
    'sliding-counter',
    {
      ...windowForm,
      kind: 'sliding-counter',
      says: 'sliding window by two counts, as Cloudflare does',
    },
  ],
  [
    'token-bucket',
    {
      ...bucketForm,
      kind: 'token-bucket',
      isBeyondFirst: false,
      says: 'token bucket that holds <burst> tokens',
    },
  ],
  [
    'gcra',
    {
      ...bucketForm,
      kind: 'gcra',
      isBeyondFirst: true,
      says: 'GCRA, in the order of redis-cell: <burst> beyond the first',
    },
  ],
  [
    'leaky-bucket',
    {
      ...bucketForm,
      kind: 'leaky-bucket',
      isBeyondFirst: true,
      says: 'nginx limit_req burst=<burst> nodelay',
    },
  ],
  [
    'leaky-queue',
    {
      ...bucketForm,
      kind: 'leaky-queue',
      isBeyondFirst: true,
      says: 'nginx limit_req burst=<burst>: delays instead',
    },
  ],
]);

const unitsMs: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** Throws InputError. */
export function specificationFrom(name: string, text: string): Specification {
  const option = limiterOptions.get(name);
  if (option === undefined) throw new Error(`there is no limiter option ${name}`);
  const { kind, form, isBeyondFirst } = option;
  const parts = text.split('/');
  if (parts.length !== form.split('/').length) throw malformed(name, text, form);
  const [period = '', count = '', burst] = parts.reverse();
  const limit = {
    count: whole(count, 1, () => malformed(name, text, form)),
    periodMs: periodMs(period, () => malformed(name, text, form)),
    burst:
      burst === undefined
        ? 1
        : whole(burst, isBeyondFirst ? 0 : 1, () => malformed(name, text, form)) +
          (isBeyondFirst ? 1 : 0),
  };
  return { text: `--${name} ${text}`, kind, limit };
}

/** What a limiter counts with stays a whole number in a double: count x the length of a long log. */
const countMax = 1_000_000;

function whole(text: string, min: number, otherwise: () => InputError): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= countMax) return value;
  throw otherwise();
}

function periodMs(text: string, otherwise: () => InputError): number {
  const [, amount = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|min|m|h|d)?$/.exec(text) ?? [];
  const ms = Number(amount) * (unitsMs.get(unit) ?? 0);
  if (amount !== '' && Number.isInteger(ms) && ms >= 1 && ms <= 366 * 86_400_000) return ms;
  throw otherwise();
}

const malformed = (name: string, text: string, form: string): InputError =>
  new InputError(
    `--${name} takes ${form}, such as ${form === '<count>/<period>' ? '100/60 or 100/1m' : '15/30/60 or 15/30/1m'}, of whole numbers up to ${countMax}, not "${text}". A period without a unit is in seconds.`,
  );
