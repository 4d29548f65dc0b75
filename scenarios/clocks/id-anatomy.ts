/** One id is read; others are made at random times, written and read again, without loss. */
import * as z from 'zod';
import {
  bitsOfField,
  fullAtMs,
  type IdFields,
  type IdLayout,
  idLayoutNames,
  idLayouts,
  msOf,
  pack,
  unpack,
} from '../../sims/clocks/ids/layout.ts';
import { idFrom, textOf } from '../../sims/clocks/ids/text.ts';
import { note } from '../../sims/clocks/notes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import { InputError } from '../../src/lab/input-error.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { dateOf } from '../../src/words/civil.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const params = z.object({
  layout: z.enum(idLayoutNames).default('discord').describe('id layout'),
  id: z.string().default('').describe('the id to read (default: one from the documentation)'),
  ids: whole(10, 10_000, 100, 'ids to make, write and read again'),
});

/**
 * From the documentation of each; Twitter’s is Wikipedia’s post from the article on snowflake ids,
 * and Instagram’s is built from the numbers in its article. Sonyflake documents none, so this one
 * is made up.
 */
const examples: Readonly<Record<(typeof idLayoutNames)[number], string>> = {
  twitter: '1541815603606036480',
  discord: '175928847299117063',
  instagram: '11637205501278089',
  sonyflake: '45006427842019329',
  uuidv7: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  ulid: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  ksuid: '151zOCJ2I9szGtX4VwDJjnmvrpZ',
  objectid: '507c7f79bcf86cd7994f6c0e',
};

type Params = z.output<typeof params>;

/** The fields of the id. Throws InputError if it is not a valid one. */
function readId({ layout, id }: Params): { readonly text: string; readonly fields: IdFields } {
  const text = id === '' ? examples[layout] : id;
  try {
    return { text, fields: unpack(idLayouts[layout], idFrom(layout, text)) };
  } catch (failure) {
    if (!(failure instanceof RangeError)) throw failure;
    throw new InputError(`This is not an id of ${layout}: ${failure.message}.`);
  }
}

export default scenario({
  ...aboutClocks,
  id: 'clocks/id-anatomy',
  asks: 'What does a time-based id reveal: a snowflake, a UUIDv7, a ULID, a KSUID, an ObjectId?',
  claims: [],
  code: [
    'sims/clocks/ids/layout.ts#unpack',
    'sims/clocks/ids/layout.ts#msOf',
    'sims/clocks/ids/layout.ts#idLayouts',
  ],
  params,
  durationMs: ({ ids }) => ids + 2,
  metrics: {
    atMs: gauge('ms', 'since 1970: the time in the id'),
    made: counter('ids', 'made, written and read again'),
    changed: counter('ids', 'that differed when read again'),
    unsorted: counter('ids', 'whose text sorts differently from their numbers, at the same length'),
  },
  build({ world, metrics, params: p }) {
    const layout: IdLayout = idLayouts[p.layout];
    metrics.atMs.set(msOf(layout, readId(p).fields));

    function* making(node: ServerContext): Process<void> {
      const stream = node.stream('ids');
      let last = { id: 0n, text: '' };
      for (let made = 1; made <= p.ids; made++) {
        yield* node.sleep(1);
        const id = pack(layout, drawFields(layout, stream));
        const text = textOf(p.layout, id);
        note(node, { kind: 'gives-ids', count: 1, first: text, last: text });
        metrics.made.add();
        const again = pack(layout, unpack(layout, idFrom(p.layout, text)));
        if (again !== id) metrics.changed.add();
        const isSameLength = text.length === last.text.length;
        if (isSameLength && id > last.id !== text > last.text) metrics.unsorted.add();
        last = { id, text };
      }
    }

    world.addServer(
      'maker',
      client('maker', (node) => node.spawn(making(node))),
    );
    return { breaches: new Breaches<never>(), rows: () => [] };
  },
  invariants: [],
  goals: () => [],
  expect: ({ ids }) => [
    exactly(ids, 'made', 'made').says('ids made'),
    exactly(0, 'changed', 'exact').says('ids that differ when their text is read again'),
    exactly(0, 'unsorted', 'sorts').says(
      'ids whose texts of one length sort differently from the ids',
    ),
  ],
  tells({ params: p, metrics }) {
    const layout: IdLayout = idLayouts[p.layout];
    const { text, fields } = readId(p);
    const others = layout.fields.filter(
      ({ name, always }) => name !== 'time' && always === undefined,
    );
    const parts = others.map(({ name, bits }) => `${name} ${fields[name]} (${bits} bits)`);
    return (
      `A time-based id reveals when it was made, to the ms (KSUID and ObjectId: to the second), and what its other fields say: ${text} is from ${dateOf(metrics.atMs.value ?? 0)}, ` +
      `${parts.join(', ')}. Its time has ${bitsOfField(layout, 'time')} bits of ${inDigits(layout.unitMs)} ms and runs out on ` +
      `${dateOf(fullAtMs(layout)).slice(0, 10)}. ` +
      besideOneAnother
    );
  },
});

const { uuidv7, ulid } = idLayouts;
/** The two most asked about, from their layouts. */
const besideOneAnother =
  `A UUIDv7 and a ULID begin with the same ${bitsOfField(uuidv7, 'time')} bits of ms, followed by ` +
  `${bitsOfField(uuidv7, 'randomA') + bitsOfField(uuidv7, 'randomB')} and ${bitsOfField(ulid, 'randomness')} random bits, ` +
  `written with ${examples.uuidv7.length} and ${examples.ulid.length} characters.`;

/** Each field uniformly random, 16 bits at a time. */
function drawFields({ fields }: IdLayout, stream: RandomStream): IdFields {
  const drawn = fields.map(({ name, bits, always }) => {
    let value = 0n;
    for (let have = 0; have < bits; have += 16)
      value = (value << 16n) | BigInt(Math.floor(stream() * 2 ** 16));
    return [name, always ?? BigInt.asUintN(bits, value)] as const;
  });
  return Object.fromEntries(drawn);
}

// Left out: UUIDs of other versions, most of which contain no sortable time.
