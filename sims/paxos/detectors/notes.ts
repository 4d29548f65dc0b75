/** Trace notes of a monitor. */

export interface DetectorNotes {
  suspects: object;
  'trusts-again': object;
}

export const detectorWords = {
  suspects: () => 'suspects its member: no heartbeat has arrived for too long',
  'trusts-again': () => 'trusts its member again: a heartbeat has arrived',
};
