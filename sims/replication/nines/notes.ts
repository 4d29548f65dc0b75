/** Trace notes of machines that are down. */
export interface NinesNotes {
  'quorum-lost': { group: string; up: number; needs: number };
}

export const ninesWords = {
  'quorum-lost': ({ group, up, needs }: NinesNotes['quorum-lost']) =>
    `sees ${up} machines of ${group} up, which needs ${needs}`,
};
