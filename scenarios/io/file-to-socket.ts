import * as z from 'zod';
import { FileSender, type WayToSend, waysToSend } from '../../sims/io/file-sending.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { near } from '../../src/check/bounds.ts';
import { difference, exactly, type Valued, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  pages: whole(1, 4_096, 256, 'of 4 KiB that the file has'),
  bufferPages: whole(1, 256, 16, 'of the buffer that one read fills'),
  cachedPercent: whole(0, 100, 0, 'of the pages that are in the page cache already'),
});
type Params = z.output<typeof params>;

const says: Readonly<Record<WayToSend, string>> = {
  read: 'read and write',
  mmap: 'mmap and write',
  sendfile: 'sendfile',
  gather: 'sendfile, and a network card that gathers',
  tls: 'read, encrypt and write',
};
/** Copies by the processor: Palaniappan and Nagarajaratnam 2008, figures 1, 3 and 5; Stancevic 2003 for mmap. */
const byProcessor: Readonly<Record<WayToSend, number>> = {
  read: 2,
  mmap: 1,
  sendfile: 1,
  gather: 0,
  tls: 3,
};
function callsOf(way: WayToSend, { pages, bufferPages }: Params): number {
  if (way === 'mmap') return 2;
  return way === 'sendfile' || way === 'gather' ? 1 : 2 * Math.ceil(pages / bufferPages);
}

export default scenario({
  ...aboutIo,
  id: 'io/file-to-socket',
  asks: 'A broker sends a file of 1 MB to a consumer. How many copies does sendfile save, and what if the file changes meanwhile?',
  claims: ['q7-zero-copy-two-fewer'],
  code: [
    'sims/io/file-sending.ts#sendfile',
    'sims/io/file-sending.ts#sendBuffered',
    'sims/io/file-sending.ts#change',
  ],
  params,
  metrics: {
    ...gaugePer(waysToSend, 'copies', 'copies', (way) => `of each page, ${says[way]}`),
    ...gaugePer(waysToSend, 'byProcessor', 'copies', (way) => `by the processor, ${says[way]}`),
    ...gaugePer(waysToSend, 'switches', 'switches', (way) => `of the mode, ${says[way]}`),
    ...gaugePer(waysToSend, 'changed', 'pages', (way) => `received as changed, ${says[way]}`),
    fromDisk: gauge('pages', 'that were not in the page cache'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<IoLaw>(world);
    const cached: number[] = [];
    const cache = study.stream('page cache');
    for (let place = 0; place < p.pages; place++)
      if (cache() * 100 < p.cachedPercent) cached.push(place);
    const missing = p.pages - cached.length;
    study.next(() => study.observes('pages to read from disk', missing, '', metrics.fromDisk));
    for (const way of waysToSend) {
      const sender = new FileSender(p.pages, cached);
      study.next(() => {
        sender.send(way, p.bufferPages);
        // The call is back; the network card is still at work when another process changes the file.
        const before = randomInteger(study.stream('change'), 0, p.pages - 1);
        study.observes(`pages sent before the file changes, ${says[way]}`, before);
        sender.transmit(before);
        sender.change(rules);
      });
      study.next(() => {
        sender.transmit(p.pages);
        observe(way, sender);
      });
    }
    return study
      .next(() => study.observes('pages of the file', p.pages))
      .next(() => study.observes('pages of the buffer', p.bufferPages))
      .next(() => study.observes('% of the pages in the page cache', p.cachedPercent));

    function observe(way: WayToSend, sender: FileSender): void {
      const copies = (sender.byDevices + sender.byProcessor) / p.pages;
      const changed = sender.received.filter((version) => version !== 1).length;
      study.observes(`copies of each page, ${says[way]}`, copies, '', metrics[`${way}.copies`]);
      metrics[`${way}.byProcessor`].set(sender.byProcessor / p.pages);
      const switches = metrics[`${way}.switches`];
      study.observes(
        `switches between user and kernel mode, ${says[way]}`,
        sender.modeSwitches,
        '',
        switches,
      );
      metrics[`${way}.changed`].set(changed);
      study.holds(
        'received-as-sent',
        changed === 0,
        `${counted(changed, 'page')} of ${inDigits(p.pages)} came as the file was after the call of ${says[way]}`,
      );
    }
  },
  expect: (p) => [
    within('fromDisk', 'from-disk', binomialBounds(p.pages, 1 - p.cachedPercent / 100)).says(
      'pages that the disk puts into the page cache',
    ),
    ...waysToSend.flatMap((way) => [
      within(
        (m: Valued<`${WayToSend}.copies` | 'fromDisk'>) =>
          (m[`${way}.copies`].value ?? 0) - (m.fromDisk.value ?? 0) / p.pages,
        `${way}-copies`,
        near(byProcessor[way] + 1),
      ).says(`copies besides those from disk, ${says[way]}`),
      exactly(byProcessor[way], `${way}.byProcessor`, `${way}-processor`).says(
        `copies by the processor, ${says[way]}`,
      ),
      exactly(2 * callsOf(way, p), `${way}.switches`, `${way}-switches`).says(
        `two switches for each call, ${says[way]}`,
      ),
    ]),
    within(difference('read.copies', 'gather.copies'), 'two-fewer', near(2)).says(
      'copies that sendfile saves if the network card gathers',
      'q7-zero-copy-two-fewer',
    ),
    within(difference('read.copies', 'sendfile.copies'), 'one-fewer', near(1)).says(
      'copies that sendfile saves if it does not',
      'q7-zero-copy-two-fewer',
    ),
  ],
  tells({ params: p, metrics: m }) {
    const copies = (way: WayToSend) => significant(m[`${way}.copies`].value ?? 0);
    const switches = (way: WayToSend) =>
      counted(m[`${way}.switches`].value ?? 0, 'switch', 'switches');
    const changed = m['gather.changed'].value ?? 0;
    return (
      `Two, because the data does not pass through the process (zero copy): if the network card gathers, ${copies('gather')} copies of each page instead of ${copies('read')} with read and write, none of them by the processor, and ${switches('gather')} between user and kernel mode instead of ${inDigits(m['read.switches'].value ?? 0)}. ` +
      `Without such a card it is ${copies('sendfile')}, as with mmap and write; a server that encrypts by itself needs ${copies('tls')}. ` +
      (changed > 0
        ? `But the socket held the pages of the file: it was overwritten after the call, and ${counted(changed, 'page')} of ${inDigits(p.pages)} came as changed.`
        : 'The socket then holds the pages of the file, so a file in use is replaced by a new one and never overwritten: all pages came as they were at the call.')
    );
  },
});

// Left out: encryption in the kernel (kTLS), page faults of the mapping, and a socket that takes less than the whole file.
