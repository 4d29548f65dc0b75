/** Trace notes of corrected clocks. */
export interface NtpNotes {
  synchronises: { offsetMs: number; errorMs: number; agree: number };
  estimates: { offsetMs: number; roundTripMs: number };
  corrects: { offsetMs: number; how: 'slew' | 'step' };
  shows: { aheadMs: number };
  'times-out': { wantedMs: number; by: 'monotonic clock' | 'time of day' };
}

const ms = (value: number) => `${value.toFixed(3)} ms`;

export const ntpWords = {
  synchronises: ({ offsetMs, errorMs, agree }: NtpNotes['synchronises']) =>
    `is ${ms(Math.abs(offsetMs))} ${offsetMs > 0 ? 'behind' : 'ahead'}, plus or minus ${ms(errorMs)}: ${agree} servers agree`,
  estimates: ({ offsetMs, roundTripMs }: NtpNotes['estimates']) =>
    `estimates its clock to be ${ms(offsetMs)} behind, from a round trip of ${ms(roundTripMs)}`,
  corrects: ({ offsetMs, how }: NtpNotes['corrects']) =>
    how === 'slew' ? `slews its clock by ${ms(offsetMs)}` : `steps its clock by ${ms(offsetMs)}`,
  shows: ({ aheadMs }: NtpNotes['shows']) => `is still ${ms(aheadMs)} ahead`,
  'times-out': ({ wantedMs, by }: NtpNotes['times-out']) =>
    `finds ${wantedMs} ms over by its ${by}`,
};
