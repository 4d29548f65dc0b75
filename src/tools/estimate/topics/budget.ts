/** An error budget: how much is left, and how fast it burns. */
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

export const budget = topic({
  id: 'budget',
  asks: 'How much of the error budget is left, and when is it gone?',
  keys: {
    slo: keys.share('99.9%', 'objective', { max: 1 - 1e-12 }),
    window: keys.time('30 days', 'over which it holds', { min: 1 }),
    spent: keys.time('10 min', 'time that it was down so far'),
    elapsed: keys.time('7 days', 'of the window so far', { min: 1 }),
    rate: keys.rate('100/s', 'requests'),
  },
  figures: ({ slo, window, spent, elapsed, rate }) => {
    const whole = (1 - slo) * window;
    const burn = spent / whole / (elapsed / window);
    return [
      figure('budget', whole, 'time', '(1 - slo) x window'),
      figure(
        'in requests',
        (1 - slo) * rate * (window / 1_000),
        'count',
        '(1 - slo) x rate x window',
      ),
      figure('left', whole - spent, 'time', 'budget - spent'),
      figure('spent, of the budget', spent / whole, 'share', 'spent / budget'),
      figure('burn rate', burn, 'factor', '(spent / budget) / (elapsed / window)'),
      figure(
        'gone after',
        spent === 0 ? Infinity : (elapsed * whole) / spent,
        'time',
        'elapsed x budget / spent',
      ),
    ];
  },
  assumes: ['Every minute counts the same, and an outage fails every request of it.'],
  forgotten: () => ({
    says: 'That the budget is of requests, not of minutes: ten minutes down at the peak fail three times as many as ten average ones. Planned maintenance spends it too.',
  }),
  scenario: 'estimation/error-budget',
});
