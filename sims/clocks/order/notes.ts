/** What nodes that stamp messages write into the trace. */
export interface OrderNotes {
  /** By how much the time of day has the arrival before the sending; 0 or less if it does not. */
  arrives: { earlyMs: number };
}

export const orderWords = {
  arrives: ({ earlyMs }: OrderNotes['arrives']) =>
    earlyMs >= 0
      ? `gets a message that was sent ${earlyMs.toFixed(3)} ms after now, by its clock`
      : undefined,
};
