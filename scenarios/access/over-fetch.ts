import * as z from 'zod';
import { bytesOf, type Client, clients, fieldsOf } from '../../sims/access/fields.ts';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  products: whole(1, 500, 50, 'of a response'),
  descriptionMax: whole(100, 5_000, 1_000, 'characters of a description, at most'),
});

const says: Readonly<Record<Client, string>> = { web: 'web', mobile: 'mobile', watch: 'watch' };

export default scenario({
  ...aboutAccess,
  id: 'access/over-fetch',
  asks: 'A web page, an app and a watch show the same products. How many bytes does each get that it does not show?',
  claims: ['gql-fields-no-overfetch'],
  code: ['sims/access/fields.ts#bytesOf'],
  params,
  metrics: {
    ...gaugePer(clients, 'all', 'B', (client) => `sent to the ${says[client]}, every field`),
    ...gaugePer(
      clients,
      'asked',
      'B',
      (client) => `sent to the ${says[client]}, the fields that it asks for`,
    ),
    unused: gauge('B', 'sent that no client asked for, field by field'),
    read: gauge('B', 'read of the table for the watch, by a resolver that selects every column'),
  },
  build({ world, params: { products, descriptionMax }, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('products');
    const rows = Array.from({ length: products }, (_, place) => ({
      id: place + 1,
      name: `product ${place + 1}`,
      price: randomInteger(stream, 100, 99_999),
      stock: randomInteger(stream, 0, 500),
      image: `https://images.example.com/${place + 1}.webp`,
      description: 'x'.repeat(randomInteger(stream, 1, descriptionMax)),
    }));
    let unused = 0;
    for (const client of clients) {
      study.next(() => {
        const all = study.observes(
          `every field, ${says[client]}`,
          bytesOf(rows, undefined),
          'B',
          metrics[`${client}.all`],
        );
        const asked = study.observes(
          `fields that are asked for, ${says[client]}`,
          bytesOf(rows, fieldsOf[client]),
          'B',
          metrics[`${client}.asked`],
        );
        study.observes(`over-fetched, ${says[client]}`, all - asked, 'B');
        const shown = rows.map((row) =>
          Object.fromEntries(fieldsOf[client].map((field) => [field, row[field]])),
        );
        unused += asked - JSON.stringify(shown).length;
      });
    }
    return study
      .next(() => study.observes('sent and not asked for', unused, 'B', metrics.unused))
      .next(() =>
        study.observes(
          'read of the table for the watch',
          bytesOf(rows, undefined),
          'B',
          metrics.read,
        ),
      );
  },
  expect: () => [
    exactly(0, 'unused', 'unused').says(
      'bytes sent that the client does not show, if it names its fields',
      'gql-fields-no-overfetch',
    ),
    exactly(1, quotient('web.asked', 'web.all'), 'web').says(
      'bytes of the fields that the web page asks for, as a share of those of all fields',
    ),
    within(quotient('watch.asked', 'watch.all'), 'watch', { atLeast: 0.001, atMost: 0.5 }).says(
      'bytes of the fields that the watch asks for, as a share of those of all fields',
      'gql-fields-no-overfetch',
    ),
    exactly(1, quotient('read', 'watch.all'), 'read').says(
      'columns read for the watch, as a share of all, if the resolver does not look which fields are asked for',
      'gql-fields-no-overfetch',
    ),
  ],
  tells: ({ metrics: m }) =>
    `Let clients name their fields (GraphQL, or fields= in REST): with every field in the response the watch gets ${inDigits(m['watch.all'].value ?? 0)} B and shows ${inDigits(m['watch.asked'].value ?? 0)} B of them (over-fetching). The database reads as much as before, unless the resolver selects only those columns.\n\n` +
    plainTable([
      ['client', 'every field', 'asked for', 'over-fetched'],
      ...clients.map((client) => {
        const [all, asked] = [m[`${client}.all`].value ?? 0, m[`${client}.asked`].value ?? 0];
        return [says[client], inDigits(all), inDigits(asked), percent(1 - asked / all)];
      }),
    ]),
});

// Left out: compression, and the query text that a client sends for its fields.
