/** Messages between a candidate for a lease and its keeper. */
export type LeaseMessage =
  /** The sender asks to hold the lease from now on. */
  | { readonly type: 'Acquire' }
  | { readonly type: 'Renew' }
  /** The answer to both: it holds the lease for its length from when it asked. */
  | { readonly type: 'Granted' }
  /** Another holds it: the sender hears when that is over. */
  | { readonly type: 'Taken' }
  | { readonly type: 'Free' };

/** Routine: holders renew all the time. */
export const isOfLease = (message: object): message is LeaseMessage =>
  'type' in message &&
  ['Acquire', 'Renew', 'Granted', 'Taken', 'Free'].includes(String(message.type));
