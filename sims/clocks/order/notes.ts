/** Trace notes of nodes that stamp messages. */
export interface OrderNotes {
  /** How far the arrival is before the sending by the time of day; 0 or less if it is not. */
  arrives: { earlyMs: number };
}

export const orderWords = {
  arrives: ({ earlyMs }: OrderNotes['arrives']) =>
    earlyMs >= 0
      ? `receives a message that, by its clock, will be sent in ${earlyMs.toFixed(3)} ms`
      : undefined,
};
