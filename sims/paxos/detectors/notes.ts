/** What a monitor writes into the trace. */

export interface DetectorNotes {
  suspects: object;
  'trusts-again': object;
}

export const detectorWords = {
  suspects: () => 'suspects its member: no heartbeat has come for too long',
  'trusts-again': () => 'trusts its member again: a heartbeat has come',
};
