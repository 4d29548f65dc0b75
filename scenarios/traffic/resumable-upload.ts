import * as z from 'zod';
import type { HttpLaw, HttpSubject } from '../../sims/traffic/http/laws.ts';
import {
  emptyUploads,
  type UploadTotals,
  uploadClient,
} from '../../sims/traffic/http/upload-client.ts';
import { failuresOf, sendingMs, sentBounds } from '../../sims/traffic/http/upload-formulas.ts';
import { checksumOf, uploadServer } from '../../sims/traffic/http/uploads.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent, inSeconds, inTenths } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutHttp } from './http-kit.ts';

const params = z.object({
  megabytes: real(10, 5_000_000, 5_000, 'size of the file'),
  megabitsPerSecond: real(0.1, 100_000, 100, 'at which it is sent'),
  breakSeconds: real(0.1, 100_000, 120, 'mean time of sending until the connection breaks'),
  parts: whole(2, 10_000, 100, 'parts of a file, all of one size'),
  puts: whole(20, 2_000, 200, 'files that are sent in one PUT'),
  files: whole(10, 1_000, 20, 'files that are sent in parts, in each of two cases'),
  lost: real(0, 0.5, 0.02, 'share of the answers that are lost, in the last case'),
  damaged: real(0, 0.5, 0.002, 'share of the parts that arrive with other bytes, in the last case'),
});
type Params = z.output<typeof params>;

const says = {
  whole: 'one PUT, from the beginning after each break',
  parts: 'in parts',
  lossy: 'in parts, with lost answers and damaged parts',
};
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];
const timeoutMs = 1_000;

const filesOf = (arm: Arm, p: Params) => (arm === 'whole' ? p.puts : p.files);
const fileMs = (p: Params) => (8_000 * p.megabytes) / p.megabitsPerSecond;

/** What has to arrive of so many files. */
function bodiesOf(arm: Arm, p: Params, files = filesOf(arm, p)) {
  const parts = arm === 'whole' ? 1 : p.parts;
  return {
    bodies: files * parts,
    bodyMs: fileMs(p) / parts,
    breakMs: 1_000 * p.breakSeconds,
    ...(arm === 'lossy' ? { kept: (1 - p.lost) * (1 - p.damaged) } : {}),
  };
}

/** One of the files takes longer once in a million runs. */
const durationMs = (p: Params) =>
  Math.max(
    ...arms.map((arm) => {
      const of = bodiesOf(arm, p, 1);
      const tries = of.bodies + failuresOf(of, 1e-6 / filesOf(arm, p)).atMost;
      return (tries + 40) * (of.bodyMs + 3) + (arm === 'lossy' ? 2 * tries * timeoutMs : 0);
    }),
  );

interface Subject extends HttpSubject {
  readonly totals: Readonly<Record<Arm, UploadTotals>>;
}

export default scenario({
  ...aboutHttp,
  id: 'traffic/resumable-upload',
  asks: 'A file of 5 GB is uploaded over a connection that breaks every two minutes. How much is sent in one PUT, and how much in parts that resume?',
  claims: [],
  code: [
    'sims/traffic/http/upload-client.ts#sendParts',
    'sims/traffic/http/uploads.ts#putPart',
    'sims/traffic/http/uploads.ts#wrongOf',
    'sims/traffic/http/upload-formulas.ts#sendingMs',
  ],
  params: params
    .refine((p) => fileMs(p) <= 6_000 * p.breakSeconds, {
      path: ['breakSeconds'],
      error: 'a file may take six times as long as a connection lasts at most',
    })
    .refine((p) => fileMs(p) >= 10 * p.breakSeconds, {
      path: ['breakSeconds'],
      error: 'a file must take a hundredth of the time that a connection lasts at least',
    }),
  durationMs,
  metrics: {
    ...gaugePer(arms, 'sent', 'files', (arm) => `sent for one that arrives, ${says[arm]}`),
    attempts: gauge('PUTs', 'begun for one that arrives'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HttpLaw>();
    const start = (arm: Arm) => {
      const { bodyMs: partMs, breakMs } = bodiesOf(arm, p);
      const parts = arm === 'whole' ? 1 : p.parts;
      const totals = emptyUploads();
      const server = `storage-${arm}`;
      const completes = (file: string, checksums: readonly number[]) => {
        const isFile = checksums.every((checksum, at) => checksum === checksumOf(file, at + 1));
        if (!isFile || checksums.length !== parts)
          breaches.report(
            'object-is-the-file',
            `${file} of ${parts} parts is stored although its parts are not those of the file`,
          );
      };
      const options = {
        server,
        files: filesOf(arm, p),
        parts,
        partMs,
        breakMs,
        damaged: arm === 'lossy' ? p.damaged : 0,
        timeoutMs,
        sendsAgain: (file: string, part: number) =>
          breaches.report(
            'break-costs-one-part',
            `part ${part} of ${file} is sent again, although it had arrived before the connection broke`,
          ),
      };
      world.addServer(server, uploadServer(rules, completes));
      world.addServer(`client-${arm}`, uploadClient(rules, options, totals));
      if (arm === 'lossy') world.network.changeLink(server, `client-${arm}`, { loss: p.lost });
      return totals;
    };
    const totals = { whole: start('whole'), parts: start('parts'), lossy: start('lossy') };
    world.at(durationMs(p) - 1, () => {
      for (const arm of arms)
        metrics[`${arm}.sent`].set(totals[arm].sentMs / (filesOf(arm, p) * fileMs(p)));
      metrics.attempts.set(totals.whole.bodies / p.puts);
    });
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: (p) => [
    sometimes<Subject>('all-arrived', 'every file has arrived', ({ totals }) =>
      arms.every((arm) => totals[arm].done === filesOf(arm, p)),
    ),
  ],
  expect: (p) => {
    const { atLeast, atMost } = failuresOf(bodiesOf('whole', p), 5e-7);
    return [
      within('attempts', 'attempts', {
        atLeast: 1 + atLeast / p.puts,
        atMost: 1 + atMost / p.puts,
      }).says('PUTs of the whole file until one arrives: e^(λT) on average'),
      ...arms.map((arm) => {
        const bounds = sentBounds(bodiesOf(arm, p), 2.5e-7);
        const all = filesOf(arm, p) * fileMs(p);
        return within(`${arm}.sent`, `sent-${arm}`, {
          atLeast: bounds.atLeast / all,
          atMost: bounds.atMost / all,
        }).says(`times the file is sent, ${says[arm]}`);
      }),
    ];
  },
  tells({ params: p, metrics: m }) {
    const sent = (arm: Arm) => m[`${arm}.sent`].value ?? 0;
    const formula = (arm: Arm) =>
      (sendingMs(bodiesOf(arm, p)) * (arm === 'whole' ? 1 : p.parts)) / fileMs(p);
    return (
      `One PUT sends the file ${inTenths(sent('whole'))} times, because it starts again at the first byte after each break; in ${inDigits(p.parts)} parts (multipart upload) it is sent ${sent('parts').toFixed(2)} times, because a break costs only the part in flight. ` +
      `With breaks at a rate of λ, what takes T without them takes (e^(λT) - 1) / λ: of ${inSeconds(fileMs(p))} with breaks every ${inSeconds(1_000 * p.breakSeconds)} ${inTenths(formula('whole'))} times as long in one PUT, and ${formula('parts').toFixed(2)} times in parts. ` +
      `A part whose answer is lost is sent again under the same number and replaces the first copy, so a retry is idempotent. ` +
      `The upload is completed with the number and checksum of every part, and the storage refuses it while one is missing or differs: ${inPercent(p.damaged)} of damaged parts and ${inPercent(p.lost)} of lost answers cost ${sent('lossy').toFixed(2)} times the file.\n\n` +
      plainTable([
        ['upload', 'file sent, times', 'closed form'],
        ...arms.map((arm) => [says[arm], sent(arm).toFixed(2), formula(arm).toFixed(2)]),
      ])
    );
  },
});

// Left out: parts in parallel, and uploads that are never completed, whose parts S3 keeps until a lifecycle rule ends them.
