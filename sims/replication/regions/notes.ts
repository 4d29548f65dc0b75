/** Trace notes of the regions of a table. */

export interface RegionNotes {
  resolves: { key: string; write: string; isLast: boolean };
  'ships-again': { key: string; to: string; rule: 'shipment-is-repeated' };
}

export const regionWords = {
  resolves: ({ key, write, isLast }: RegionNotes['resolves']) =>
    isLast ? `replaces ${key} with ${write}` : `keeps ${key} as it is: ${write} is older`,
  'ships-again': ({ key, to }: RegionNotes['ships-again']) => `ships ${key} to ${to} again`,
};
