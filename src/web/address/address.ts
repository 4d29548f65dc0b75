/**
 * The address of the page: what stands after the `#` names a session and how it is looked at, so that
 * a link is all that there is to share.
 *
 *     #/raft/leader-crash?seed=7&set=nodes=3&without=pre-vote&do=…&plan=…&at=412&view=lanes
 *
 * `do` (what was done by hand) and `plan` are JSON in base64url. A token of the command line is an
 * address too, since it names the same things.
 */
import { Base64 } from 'js-base64';
import type { Killer } from '../../lab/catalogue.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { type TimedIntervention, timedInterventionsSchema } from '../../lab/intervention.ts';
import { paramInText } from '../../lab/params.ts';
import type { Session } from '../../lab/session.ts';
import { decodeToken, isToken } from '../../lab/token.ts';
import { type Plan, planSchema } from '../../world/plan.ts';

/** What the middle of the page shows. */
export const views = [
  'lanes',
  'table',
  'stage',
  'compare',
  'sweep',
  'explore',
  'own-data',
] as const;
export type View = (typeof views)[number];

/** A session as it is written: parameters as the texts of assignments, checked by the scenario. */
export interface Address {
  readonly scenario: string;
  readonly seed: string;
  /** `name=value`, only those that differ from their defaults. */
  readonly assignments: readonly string[];
  readonly without: readonly string[];
  readonly plan: Plan | undefined;
  readonly interventions: readonly TimedIntervention[];
  /** After how many events; undefined for the end of the run. */
  readonly at: number | undefined;
  readonly view: View;
  /** The lesson that is read with it, and the number of the step: `election:2`. */
  readonly lesson: string | undefined;
}

const keys = ['seed', 'set', 'without', 'plan', 'do', 'at', 'view', 'lesson'];

export function addressOf(scenario: string, more: Partial<Address> = {}): Address {
  return {
    scenario,
    seed: '1',
    assignments: [],
    without: [],
    plan: undefined,
    interventions: [],
    at: undefined,
    view: 'lanes',
    lesson: undefined,
    ...more,
  };
}

/** What stands after the `#`, which begins with `/`. */
export function formatAddress(address: Address): string {
  const { scenario, seed, assignments, without, plan, interventions, at, view, lesson } = address;
  const pairs: [key: string, value: string][] = [
    ['seed', seed],
    ...assignments.map((assignment): [string, string] => ['set', assignment]),
    ...(without.length === 0 ? [] : [['without', without.join(',')] as [string, string]]),
    ...(plan === undefined ? [] : [['plan', encoded(plan)] as [string, string]]),
    ...(interventions.length === 0 ? [] : [['do', encoded(interventions)] as [string, string]]),
    ...(at === undefined ? [] : [['at', String(at)] as [string, string]]),
    ...(view === 'lanes' ? [] : [['view', view] as [string, string]]),
    ...(lesson === undefined ? [] : [['lesson', lesson] as [string, string]]),
  ];
  const query = pairs.map(([key, value]) => `${key}=${readable(value)}`).join('&');
  return `/${scenario}?${query}`;
}

/** An address or a token, with or without its `#`. Throws InputError. */
export function parseAddress(text: string): Address {
  const place = text.trim().replace(/^#/, '');
  if (isToken(place)) return addressOfToken(place);
  const [path = '', query = ''] = splitAt(place, '?');
  const scenario = decoded(path.replace(/^\/+|\/+$/g, ''));
  const values = new Map<string, string[]>();
  for (const pair of query.split('&').filter((one) => one !== '')) {
    const [key, value] = splitAt(pair, '=');
    if (!keys.includes(key)) {
      throw unknownChoice('part of an address', key, keys, `It may have: ${keys.join(', ')}.`);
    }
    values.set(key, [...(values.get(key) ?? []), decoded(value)]);
  }
  const last = (key: string) => values.get(key)?.at(-1);
  return addressOf(scenario, {
    seed: last('seed') ?? '1',
    assignments: values.get('set') ?? [],
    without: (values.get('without') ?? []).flatMap((rules) => rules.split(',')),
    plan: dataIn('plan', last('plan'), planSchema),
    interventions: dataIn('do', last('do'), timedInterventionsSchema) ?? [],
    at: countIn(last('at')),
    view: viewIn(last('view') ?? 'lanes'),
    lesson: last('lesson'),
  });
}

/** The address of a run that a token names. Throws InputError or OtherVersionError. */
export function addressOfToken(token: string): Address {
  const { scenario, seed, params, without, plan, interventions } = decodeToken(token);
  return addressOf(scenario, {
    seed,
    assignments: assignmentsOf(params),
    without,
    plan,
    interventions: interventions ?? [],
  });
}

/** The run that shows what happens without a rule, beside the run with it. */
export function addressOfKiller(killer: Extract<Killer, { seed: string }>, rule: string): Address {
  const { scenario, seed, params = {}, plan } = killer;
  const assignments = assignmentsOf(params);
  return addressOf(scenario, { seed, assignments, plan, without: [rule], view: 'compare' });
}

function assignmentsOf(params: object): string[] {
  return Object.entries(params).map(([name, value]) => `${name}=${paramInText(value)}`);
}

/** Two addresses of one run, wherever they stand in it. */
export function isSameRun(a: Address, b: Address): boolean {
  const run = (address: Address) =>
    formatAddress({ ...address, at: undefined, view: 'lanes', lesson: undefined });
  return run(a) === run(b);
}

/** The same run as a session, of a scenario that has checked its parameters. */
export function sessionOf(address: Address, params: object, rules: readonly string[]): Session {
  const { scenario, seed, plan, interventions } = address;
  return { scenario, seed, params, without: rules, plan, interventions, at: 0 };
}

function encoded(data: unknown): string {
  return Base64.encodeURI(JSON.stringify(data));
}

interface Schema<Data> {
  readonly safeParse: (data: unknown) => { readonly success: boolean; readonly data?: Data };
}

function dataIn<Data>(key: string, text: string | undefined, schema: Schema<Data>) {
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  throw new InputError(`The part "${key}" of this address is damaged: copy the whole link.`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Base64.decode(text));
  } catch {
    return undefined;
  }
}

function countIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InputError(`"at=${text}" is not a number of events.`);
}

function viewIn(text: string): View {
  const view = views.find((one) => one === text);
  if (view !== undefined) return view;
  throw unknownChoice('view', text, views, `There are: ${views.join(', ')}.`);
}

/** Escapes what would end the part, and leaves the rest to be read. */
function readable(value: string): string {
  return encodeURIComponent(value).replaceAll(/%(2F|3A|2C|3D|40|20)/g, (code) =>
    code === '%20' ? '+' : decodeURIComponent(code),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    throw new InputError('This address is damaged: copy the whole link.');
  }
}

function splitAt(text: string, mark: string): [before: string, after: string] {
  const place = text.indexOf(mark);
  return place === -1 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}
