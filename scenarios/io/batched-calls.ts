import * as z from 'zod';
import { usualCosts } from '../../sims/io/costs.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { Ring } from '../../sims/io/ring.ts';
import { near } from '../../src/check/bounds.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutIo } from './kit.ts';

const params = z.object({
  reads: whole(100, 100_000, 10_000, 'of a storage engine'),
  batch: whole(1, 512, 32, 'reads that are submitted together'),
  callUs: real(0.05, 20, usualCosts.callUs, 'of a system call'),
  workUs: real(0, 1_000, usualCosts.workUs, 'of the engine for a read'),
});
type Params = z.output<typeof params>;

const oneByOneUs = (p: Params) => p.reads * (p.callUs + p.workUs);
const batchedUs = (p: Params) => Math.ceil(p.reads / p.batch) * p.callUs + p.reads * p.workUs;

export default scenario({
  ...aboutIo,
  id: 'io/batched-calls',
  asks: 'A storage engine makes 10,000 reads. How many system calls does io_uring save, and how much time?',
  claims: ['io-uring-10-100x-fewer-syscalls'],
  code: ['sims/io/ring.ts#Ring'],
  params,
  metrics: {
    oneByOne: gauge('calls', 'of read, one for each'),
    batched: gauge('calls', 'of io_uring_enter'),
    polled: gauge('calls', 'if a thread of the kernel looks at the ring'),
    oneByOneUs: gauge('us', 'of the processor, one by one'),
    batchedUs: gauge('us', 'of the processor, batched'),
    submitted: gauge('reads', 'submitted in batches'),
  },
  build({ world, params: p, metrics }) {
    const study = new Study<IoLaw>(world);
    const ring = new Ring(p.batch);
    const polled = new Ring(p.batch);
    return study
      .next(() => study.observes('calls one by one', p.reads, '', metrics.oneByOne))
      .next(() => {
        for (let read = 0; read < p.reads; read++) {
          // A full ring is handed over, and has room again.
          if (ring.push()) continue;
          ring.enter();
          ring.push();
        }
        ring.enter();
        study.observes('calls in batches', ring.enters, '', metrics.batched);
        study.observes('reads that they submit', ring.submitted, '', metrics.submitted);
      })
      .next(() => {
        for (let read = 0; read < p.reads; read++) {
          if (polled.push()) continue;
          polled.polled();
          polled.push();
        }
        study.observes('calls with a polling thread', polled.enters, '', metrics.polled);
      })
      .next(() => {
        const us = p.reads * (p.callUs + p.workUs);
        study.observes('us one by one', us, '', metrics.oneByOneUs);
      })
      .next(() => {
        const us = ring.enters * p.callUs + p.reads * p.workUs;
        study.observes('us in batches', us, '', metrics.batchedUs);
      })
      .next(() => study.observes('reads', p.reads))
      .next(() => study.observes('batch', p.batch))
      .next(() => {
        const drawn = randomInteger(study.stream('read'), 1, p.reads);
        study.observes('a read that is drawn', drawn);
        study.observes('its batch', Math.ceil(drawn / p.batch));
      })
      .next(() => study.observes('us of a call', p.callUs));
  },
  expect: (p) => [
    exactly(p.reads, 'submitted', 'all').says('reads submitted in batches'),
    exactly(Math.ceil(p.reads / p.batch), 'batched', 'batched').says(
      'calls in batches: reads by batch',
      'io-uring-10-100x-fewer-syscalls',
    ),
    within(
      quotient('oneByOne', 'batched'),
      'fewer',
      near(p.reads / Math.ceil(p.reads / p.batch)),
    ).says('times fewer calls: the size of a batch', 'io-uring-10-100x-fewer-syscalls'),
    exactly(0, 'polled', 'polled').says('calls with a polling thread'),
    within(quotient('oneByOneUs', 'batchedUs'), 'faster', near(oneByOneUs(p) / batchedUs(p))).says(
      'times less of the processor',
      'io-uring-10-100x-fewer-syscalls',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `${inDigits((m.oneByOne.value ?? 0) - (m.batched.value ?? 0))} of ${inDigits(m.oneByOne.value ?? 0)} system calls: io_uring submits a batch of ${inDigits(p.batch)} reads by one call, so ${counted(m.batched.value ?? 0, 'call')} are left, while epoll only tells what is ready, and each read is a call of its own. The time is another matter: the processor is busy for ${inTime((m.batchedUs.value ?? 0) / 1_000)} instead of ${inTime((m.oneByOneUs.value ?? 0) / 1_000)}, because a call costs ${inDigits(p.callUs)} µs and the work for each read ${inDigits(p.workUs)} µs.`,
});

// Left out: what a submission itself costs, registered buffers, and reads that the page cache answers.
