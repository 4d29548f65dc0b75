/** The laws of the broadcast and its clients (Zab; ZooKeeper, §2.3). */
export const zabLaws = {
  'one-leader-per-epoch': 'no two servers lead the same epoch',
  'committed-survives': 'a leader has every transaction that was committed before its epoch',
  'same-transactions-in-order': 'every server commits the same transactions in the same order',
  'clients-see-no-older-state': 'no client sees a store older than one that it has already seen',
  'synced-reads-are-fresh':
    'a read with sync sees every write that was answered before the read was requested',
} as const;

export type ZabLaw = keyof typeof zabLaws;
