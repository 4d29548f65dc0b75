/** Requests and answers of clients, in the lab's words for histories. */

export interface ClientNotes {
  invoke: { process: string; f: 'put' | 'get'; key: string; value: string | null; sync: boolean };
  /** `seen`: how far the answering store was, if servers report it. */
  ok: { process: string; value: string | null; seen: number };
  info: { process: string };
}

const nothing = 'nothing';

export const clientWords = {
  invoke: ({ f, key, value }: ClientNotes['invoke']) =>
    f === 'get' ? `asks for ${key}` : `asks to write ${value ?? nothing} to ${key}`,
  ok: ({ value }: ClientNotes['ok']) => `is told ${value ?? nothing}`,
  info: () => 'gives up: no answer has arrived in time',
};
