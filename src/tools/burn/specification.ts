/** The objective and the alerts as they are named on a command line: `--slo 99.9`, `--alert 1h/5m/14.4`. */
import { type BurnAlert, workbookAlerts } from '../../../sims/slo/alerts/policy.ts';
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';
import { quantityFrom } from '../input/quantities.ts';

export interface Promised {
  /** A share of 1. */
  readonly objective: number;
  readonly periodMs: number;
  readonly alerts: readonly BurnAlert[];
}

/** As a share of 1. Throws InputError. */
export function objectiveFrom(text: string): number {
  const [, digits = ''] = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim()) ?? [];
  const percent = Number(digits);
  const isRead = digits !== '';
  if (isRead && percent > 0 && percent <= 1 && !text.includes('%')) {
    throw new InputError(
      `--slo takes a percentage: ${quoted(text)} would be ${percent}%. Did you mean ${Number((100 * percent).toPrecision(12))}?`,
    );
  }
  // Below 100 by more than rounding: a budget of nothing burns at once.
  if (isRead && percent > 0 && percent <= 99.999999) return Number((percent / 100).toPrecision(12));
  throw new InputError(
    `--slo takes a percentage above 0 and below 100, such as 99.9, not ${quoted(text)}.`,
  );
}

/** Throws InputError. */
export function spanFrom(option: string, text: string): number {
  const span = quantityFrom(text);
  if (span?.dimension === 'time' && span.value >= 1 && span.value <= 400 * 86_400_000)
    return span.value;
  throw new InputError(
    `${option} takes a span of time with its unit, such as 5m, 1h or 30d, not ${quoted(text)}.`,
  );
}

/** `<long>/<short>/<burn rate>`; the table of the Workbook if none is named. Throws InputError. */
export function alertsFrom(texts: readonly string[], periodMs: number): readonly BurnAlert[] {
  if (texts.length === 0) {
    const longest = workbookAlerts.filter(({ longMs }) => longMs <= periodMs);
    if (longest.length > 0) return longest;
    throw new InputError('--period is shorter than the first window of an hour: name --alert too.');
  }
  return texts.map((text) => {
    const [long, short, rate, ...more] = text.split('/');
    const burn = Number(rate);
    if (long === undefined || short === undefined || more.length > 0 || !(burn > 0 && burn < 1e6)) {
      throw new InputError(
        `--alert takes <long window>/<short window>/<burn rate>, such as 1h/5m/14.4, not ${quoted(text)}.`,
      );
    }
    const [longMs, shortMs] = [spanFrom('--alert', long), spanFrom('--alert', short)];
    if (shortMs > longMs)
      throw new InputError(
        `--alert ${text}: the short window comes second, and is the shorter one.`,
      );
    const budgetShare = (burn * longMs) / periodMs;
    return { name: `burn ${rate} over ${long}`, severity: 'page', longMs, shortMs, budgetShare };
  });
}
