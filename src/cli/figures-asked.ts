/** Figures in a question: parameters of the scenario that answers it, or of an estimate. */
import {
  type Asked,
  amount,
  asked,
  availabilities,
  burnRate,
  everySoOften,
  fallsFrom,
  figure,
  leading,
  numberWords,
  ofAvailability,
  quorum,
  share,
} from './figure-patterns.ts';

/**
 * Of these parameters, those that the question gives a figure. Outside of estimates and objectives only what means the
 * same everywhere.
 */
export function figuresAsked(
  question: string,
  params: readonly string[],
  isOfFigures = true,
): Readonly<Record<string, number>> {
  const told = figuresTold(question, params, isOfFigures);
  const perDay = isOfFigures ? perDayOf(question, params) : undefined;
  if (perDay === undefined) return told;
  return {
    ...told,
    ...(params.includes('perDay') ? { perDay: perDay.amount } : {}),
    ...(params.includes('uploads')
      ? { uploads: Number((perDay.amount / 86_400).toPrecision(6)) }
      : {}),
  };
}

function figuresTold(
  question: string,
  params: readonly string[],
  isOfFigures: boolean,
): Readonly<Record<string, number>> {
  const figures = asked.flatMap((one) => {
    const { pattern, units, more = 0 } = one;
    const name = meantBy(one, params, isOfFigures);
    if (name === undefined) return [];
    const [, digits, factor = '', unit = ''] = pattern.exec(question) ?? [];
    const each = units === undefined ? 1 : units[unit.toLowerCase()];
    if (digits === undefined || each === undefined) return [];
    return [[name, Number((each * amountOf(digits, factor) + more).toPrecision(6))] as const];
  });
  const [, percent] = share.exec(question) ?? [];
  const isAvailability = percent !== undefined && ofAvailability.test(question);
  const promised = availabilities.find((name) => params.includes(name));
  if (isOfFigures && isAvailability && promised !== undefined) {
    figures.push([promised, Number((Number(percent) / 100).toPrecision(12))]);
  }
  const found: Record<string, number> = Object.fromEntries(figures);
  const burn = burnOf(question, params, found);
  if (isOfFigures && burn !== undefined) found['failedShare'] ??= burn;
  const [, minutes] = everySoOften.exec(question) ?? [];
  if (minutes !== undefined && params.includes('perHour'))
    found['perHour'] ??= Number((60 / amountOf(minutes, '')).toPrecision(6));
  const [, before, after] = fallsFrom.exec(question) ?? [];
  if (params.includes('hits') && params.includes('worse') && Number(before) > Number(after)) {
    found['hits'] = Number(before) / 100;
    found['worse'] = Number(((Number(before) - Number(after)) / 100).toPrecision(6));
  }
  // One of them alone says nothing of whether they intersect.
  const isHalf = (found['reads'] === undefined) !== (found['writes'] === undefined);
  if (isHalf) for (const name of Object.keys(quorum)) delete found[name];
  if (isOfFigures && params.includes('years') && /\b(?:per|a|each) year\b/i.test(question)) {
    found['years'] ??= 1;
  }
  return found;
}

/** A burn rate is a multiple of the share that may fail: 14 times 0.1%. */
function burnOf(
  question: string,
  params: readonly string[],
  { objective = 0.999, availability = objective }: Readonly<Record<string, number>>,
): number | undefined {
  if (!params.includes('failedShare')) return undefined;
  if (/\b(?:full|complete|total) outage\b/i.test(question)) return 1;
  const [, behind, before] = burnRate.exec(question) ?? [];
  const times = behind ?? before;
  if (times === undefined) return undefined;
  return Number((Number(times) * (1 - availability)).toPrecision(6));
}

/**
 * 50 million users who each send 40 messages send two billion a day. Those of whom nothing is told do one thing a day,
 * unless the question has a number of things itself.
 */
function perDayOf(
  question: string,
  params: readonly string[],
): { readonly amount: number; readonly isAssumed: boolean } | undefined {
  if (params.includes('users')) return undefined;
  const told = figuresTold(question, ['users', 'actions', 'perDay', 'uploads'], true);
  const { users, actions } = told;
  if (users === undefined) return undefined;
  const isAssumed = actions === undefined;
  if (isAssumed && (told['perDay'] !== undefined || told['uploads'] !== undefined))
    return undefined;
  return { amount: users * (actions ?? 1), isAssumed };
}

/** What was assumed of users for these parameters, if the question does not say what each of them does. */
export function assumedOf(question: string, params: readonly string[]): string | undefined {
  const isOfUsers = params.includes('perDay') || params.includes('uploads');
  const isAssumed = isOfUsers && perDayOf(question, params)?.isAssumed === true;
  return isAssumed ? 'one a day for each user' : undefined;
}

/** The parameter that a figure is meant for, if it is one of these. */
function meantBy(
  { names, anywhere, beside = [] }: Asked,
  params: readonly string[],
  isOfFigures: boolean,
): string | undefined {
  const isMeant = (isOfFigures || anywhere) && beside.every((one) => params.includes(one));
  return isMeant ? names.find((one) => params.includes(one)) : undefined;
}

/** A run that has the figures of a question. */
export interface Taking {
  /** Names of the parameters that have got one. */
  readonly taken: readonly string[];
  /** Names of all its parameters. */
  readonly params: readonly string[];
  /** An estimate or an objective takes every figure, other runs only those that mean something everywhere. */
  readonly isOfFigures: boolean;
}

/** The figures of a question that no parameter of these runs has got, as they stand there. */
export function figuresLeftOut(question: string, runs: readonly Taking[]): string[] {
  const spans = runs.flatMap((run) => spansRead(question, run));
  const anyFigure = runs.some(({ isOfFigures }) => isOfFigures) ? figure : amount;
  return [...question.matchAll(anyFigure)]
    .filter(({ index }) => !spans.some(({ from, to }) => from <= index && index < to))
    .map(([text]) => text.replace(/[,.]$/, '').trim());
}

function spansRead(question: string, { taken, params, isOfFigures }: Taking) {
  const isOfUsers = taken.includes('perDay') || taken.includes('uploads');
  const names = isOfUsers ? [...taken, 'users', 'actions'] : taken;
  const patterns = asked
    .filter((one) => one.names.some((name) => names.includes(name)))
    .filter((one) => meantBy(one, [...names, ...params], isOfFigures) !== undefined)
    .map(({ pattern }) => pattern);
  const ofShare = availabilities.some((name) => taken.includes(name)) ? [share] : [];
  return [...patterns, ...ofShare].flatMap((pattern) => {
    const found = pattern.exec(question);
    return found === null ? [] : [{ from: found.index, to: found.index + found[0].length }];
  });
}

function amountOf(digits: string, factor: string): number {
  const word = digits.toLowerCase();
  // A million is one.
  const value = /^an?$/.test(word) ? 1 : (numberWords[word] ?? Number(digits.replaceAll(',', '')));
  return value * ({ k: 1e3, t: 1e3, m: 1e6, b: 1e9 }[factor.charAt(0).toLowerCase()] ?? 1);
}

/** The number that a figure such as `ten thousand connections` begins with. */
export function countIn(text: string): number {
  const [, digits = '', factor = ''] = leading.exec(text) ?? [];
  return amountOf(digits, factor);
}

const ofStorage = /\b(?:stor(?:e|es|age)|disks?|space)\b/i;

/** The command line of an estimate, without the program; undefined if the question has no figure of one. */
export function estimateAsked(question: string): string | undefined {
  const names = ['availability', 'users', 'actions', 'perDay', 'bytes', 'years', 'replicas'];
  const figures = figuresAsked(question, names);
  const { availability, users, actions, bytes, years, replicas } = figures;
  if (availability !== undefined) {
    return `estimate nines availability=${Number((100 * availability).toPrecision(12))}%`;
  }
  const { perDay } = figuresAsked(question, ['perDay']);
  if (ofStorage.test(question) && perDay !== undefined) {
    const others = [
      bytes && `size=${bytes}B`,
      years && `for=${years}years`,
      replicas && `replicas=${replicas}`,
    ];
    return ['estimate storage', `rate=${perDay}/day`, ...others.filter(Boolean)].join(' ');
  }
  if (users === undefined) return undefined;
  return [
    'estimate qps',
    `users=${users}`,
    ...(actions === undefined ? [] : [`actions=${actions}`]),
  ].join(' ');
}
