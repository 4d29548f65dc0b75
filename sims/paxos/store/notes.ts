/** What clients ask and are told: the lab's own words for histories. */

export interface ClientNotes {
  invoke: { process: string; f: 'put' | 'get'; key: string; value: string | null; sync: boolean };
  /** `seen`: how far the store was that answered, if servers say so. */
  ok: { process: string; value: string | null; seen: number };
  info: { process: string };
}

const nothing = 'nothing';

export const clientWords = {
  invoke: ({ f, key, value }: ClientNotes['invoke']) =>
    f === 'get' ? `asks for ${key}` : `asks to write ${value ?? nothing} to ${key}`,
  ok: ({ value }: ClientNotes['ok']) => `is told ${value ?? nothing}`,
  info: () => 'gives up: no answer has come in time',
};
