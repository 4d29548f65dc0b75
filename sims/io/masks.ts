/** The events of poll(2) and epoll(7), as bits, with the values that Linux gives them. */

export const eventBits = {
  /** There is something to read, or a connection to accept; reading does not block. */
  IN: 0x1,
  /** Writing does not block. */
  OUT: 0x4,
  /** Reported whether asked for or not, as is HUP. */
  ERR: 0x8,
  HUP: 0x10,
  /** poll(2) only: that descriptor is not open. */
  NVAL: 0x20,
  /** The peer will send no more. */
  RDHUP: 0x2000,
} as const;

export type EventName = keyof typeof eventBits;

/** Nobody can mask these out. */
export const alwaysReported = eventBits.ERR | eventBits.HUP;

/** `IN|OUT`; `0` for none. */
export function maskInWords(mask: number): string {
  const names = (Object.keys(eventBits) as EventName[]).filter((name) => mask & eventBits[name]);
  return names.join('|') || '0';
}

/** The bits of `IN|OUT`. Throws RangeError for a name that is none of them. */
export function maskOf(words: string): number {
  let mask = 0;
  for (const name of words.split('|')) {
    if (!Object.hasOwn(eventBits, name)) throw new RangeError(`no event is called ${name}`);
    mask |= eventBits[name as EventName];
  }
  return mask;
}
