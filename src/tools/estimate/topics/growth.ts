/** Growth that compounds. */

import { log, log1p, pow } from '../../../kernel/elementary.ts';
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

const monthMs = 2_628e6;

export const growth = topic({
  id: 'growth',
  asks: 'How much will it be, if it grows by a share each month?',
  keys: {
    now: keys.rate('1000/s', 'load today'),
    monthly: keys.share('10%', 'growth of a month', { min: 1e-9, max: 10 }),
    for: keys.time('1 year', 'horizon'),
    capacity: keys.rate('2000/s', 'that there is', { min: 1e-9 }),
  },
  figures: ({ now, monthly, for: spanMs, capacity }) => {
    const months = spanMs / monthMs;
    return [
      figure('months', months, 'count', 'for / month'),
      figure('factor', pow(1 + monthly, months), 'factor', '(1 + monthly) ^ months'),
      figure('load at the end', now * pow(1 + monthly, months), 'rate', 'now x factor'),
      figure(
        'if it only added up',
        1 + monthly * months,
        'factor',
        '1 + monthly x months: too little',
      ),
      figure(
        'doubles in',
        (Math.LN2 / log1p(monthly)) * monthMs,
        'time',
        'ln 2 / ln (1 + monthly)',
      ),
      figure(
        'capacity reached in',
        now >= capacity ? 0 : (log(capacity / now) / log1p(monthly)) * monthMs,
        'time',
        'ln (capacity / now) / ln (1 + monthly)',
      ),
    ];
  },
  assumes: ['The share stays what it is: nothing grows so for ever.'],
  forgotten: ({ monthly }) => ({
    rule: 'growth-compounds',
    says: `That growth grows: ${(100 * monthly).toPrecision(3)}% a month is ${pow(1 + monthly, 12).toPrecision(3)} times in a year, not ${(1 + 12 * monthly).toPrecision(3)}.`,
  }),
  scenario: 'estimation/growth',
});
