/** Trace notes of lease holders. */
export interface LeaseNotes {
  'ends-lease': { lease: number };
  'takes-lease': { lease: number };
}

export const leaseWords = {
  'ends-lease': ({ lease }: LeaseNotes['ends-lease']) => `ends lease ${lease}`,
  'takes-lease': ({ lease }: LeaseNotes['takes-lease']) => `takes over after lease ${lease}`,
};
