/** What keepers of leases and their candidates write into the trace. */

export interface LeaseNotes {
  'lease-is-over': { holder: string };
  'holds-lease': object;
}

export const leaseWords = {
  'lease-is-over': ({ holder }: LeaseNotes['lease-is-over']) =>
    `ends the lease of ${holder}: no renewal has come`,
  'holds-lease': () => 'holds the lease',
};
