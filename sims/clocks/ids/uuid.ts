/**
 * UUIDs of every version of RFC 9562. Versions 1 and 6 hold the same time, in ticks of 100 ns since
 * the Gregorian calendar began: version 1 with its lowest bits first, so it does not sort. Version
 * 7 is among the layouts.
 */
import { must } from '../../../src/kernel/must.ts';
import { type IdFields, type IdLayout, idLayouts, unpack } from './layout.ts';
import { idFrom } from './text.ts';

export interface Uuid {
  /** Undefined for the nil and the max UUID, other variants, and versions without a layout. */
  readonly version: number | undefined;
  readonly says: string;
  /** Of all 128 bits, from the most significant on. */
  readonly layout: Pick<IdLayout, 'fields' | 'source'>;
  readonly fields: IdFields;
  /**
   * When it was made, if it tells: ticks of 100 ns since 1970, and how many of them make a step of
   * its clock.
   */
  readonly time?: { readonly ticks: bigint; readonly stepTicks: bigint };
}

interface Kind {
  readonly says: string;
  readonly section: string;
  /** Field widths, apart from the four version bits after 48, and the two variant bits after 64. */
  readonly fields: { readonly [name: string]: number };
  readonly ticksOf?: (fields: IdFields) => bigint;
}

const parts = (high: string, mid: string, low: string) => ({ [high]: 48, [mid]: 12, [low]: 62 });

const kinds = new Map<number, Kind>([
  [
    1,
    {
      says: 'time and node',
      section: '5.1',
      fields: { timeLow: 32, timeMid: 16, timeHigh: 12, clockSequence: 14, node: 48 },
      ticksOf: ({ timeHigh = 0n, timeMid = 0n, timeLow = 0n }) =>
        (timeHigh << 48n) | (timeMid << 32n) | timeLow,
    },
  ],
  [3, { says: 'MD5 of a name', section: '5.3', fields: parts('md5High', 'md5Mid', 'md5Low') }],
  [4, { says: 'random', section: '5.4', fields: parts('randomA', 'randomB', 'randomC') }],
  [5, { says: 'SHA-1 of a name', section: '5.5', fields: parts('sha1High', 'sha1Mid', 'sha1Low') }],
  [
    6,
    {
      says: 'time and node, in an order that sorts',
      section: '5.6',
      fields: { timeHigh: 32, timeMid: 16, timeLow: 12, clockSequence: 14, node: 48 },
      ticksOf: ({ timeHigh = 0n, timeMid = 0n, timeLow = 0n }) =>
        (timeHigh << 28n) | (timeMid << 12n) | timeLow,
    },
  ],
  [8, { says: 'custom contents', section: '5.8', fields: parts('customA', 'customB', 'customC') }],
]);

/** Ticks from 1582-10-15 to 1970-01-01 (RFC 9562 §5.1, example of appendix A). */
const gregorianTicks = 0x01b21dd213814000n;
const ticksOfMs = 10_000n;
const largest = 2n ** 128n - 1n;

/** Decodes a UUID. Throws RangeError if the text is not one. */
export function uuidFrom(text: string): Uuid {
  const id = idFrom('uuidv7', text.replace(/^urn:uuid:/i, '').replace(/^\{(.*)\}$/, '$1'));
  const version = Number(BigInt.asUintN(4, id >> 76n));
  if (id === 0n) return unread(id, 'the nil UUID, which stands for no UUID', '5.9');
  if (id === largest) return unread(id, 'the max UUID, which is above all others', '5.10');
  if (BigInt.asUintN(2, id >> 62n) !== 2n)
    return unread(id, 'a UUID of a variant other than that of RFC 9562', '4.1');
  if (version === 7) {
    const fields = unpack(idLayouts.uuidv7, id);
    const { time: ms = 0n } = fields;
    const time = { ticks: ms * ticksOfMs, stepTicks: ticksOfMs };
    const says = 'a UUID of version 7: time and random bits';
    return { version, says, layout: idLayouts.uuidv7, fields, time };
  }
  const kind = kinds.get(version);
  if (kind === undefined)
    return unread(id, `a UUID of version ${version}, which has no layout`, '4.2');
  const [first, ...others] = fieldsOf(kind);
  const layout = {
    fields: [must(first, 'field of a UUID'), ...others] as const,
    source: `RFC 9562 §${kind.section}`,
  };
  const fields = unpack(layout, id);
  const says = `a UUID of version ${version}: ${kind.says}`;
  const read = { version, says, layout, fields };
  if (kind.ticksOf === undefined) return read;
  return { ...read, time: { ticks: kind.ticksOf(fields) - gregorianTicks, stepTicks: 1n } };
}

function* fieldsOf({ fields }: Kind): Generator<{ name: string; bits: number }> {
  let before = 0;
  for (const [name, bits] of Object.entries(fields)) {
    yield { name, bits };
    before += bits;
    if (before === 48) yield { name: 'version', bits: 4 };
    if (before === 60) yield { name: 'variant', bits: 2 };
  }
}

const unread = (id: bigint, says: string, section: string): Uuid => ({
  version: undefined,
  says,
  layout: { fields: [{ name: 'bits', bits: 128 }], source: `RFC 9562 §${section}` },
  fields: { bits: id },
});
