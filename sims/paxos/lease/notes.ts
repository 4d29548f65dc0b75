/** Trace notes of lease keepers and their candidates. */

export interface LeaseNotes {
  'lease-is-over': { holder: string };
  'holds-lease': object;
}

export const leaseWords = {
  'lease-is-over': ({ holder }: LeaseNotes['lease-is-over']) =>
    `ends the lease of ${holder}: no renewal has arrived`,
  'holds-lease': () => 'holds the lease',
};
