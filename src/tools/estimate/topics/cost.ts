/** What requests cost by units used, such as tokens. */
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

export const cost = topic({
  id: 'cost',
  asks: 'What does it cost, at a price by use?',
  keys: {
    rate: keys.rate('1M/day', 'requests'),
    units: keys.count('1000', 'units of a request: tokens, calls, GB'),
    price: keys.money('$0.03', 'price of a package of units'),
    package: keys.count('1000', 'units of a package', { min: 1e-9 }),
    retries: keys.share('0%', 'requests that are sent once more', { max: 100 }),
  },
  figures: ({ rate, units, price, package: size, retries }) => {
    const aDay = rate * 86_400 * (1 + retries) * units * (price / size);
    return [
      figure('a request', units * (price / size), 'money', 'units x price / package'),
      figure(
        'units a day',
        rate * 86_400 * (1 + retries) * units,
        'count',
        'rate x 86,400 s x (1 + retries) x units',
      ),
      figure('a day', aDay, 'money', 'units a day x price / package'),
      figure('a month', (aDay * 365) / 12, 'money', 'a day x 365 / 12'),
      figure('a year', aDay * 365, 'money', 'a day x 365'),
    ];
  },
  assumes: ['No discount for volume, no minimum, and what comes back costs nothing.'],
  forgotten: ({ units }) => ({
    rule: 'retries-in-load',
    says: `The units of a request: the cost is proportional to them, and ${units.toLocaleString('en-US')} is a mean that has to be measured. Retries are paid for too.`,
  }),
  scenario: 'estimation/costs',
});
