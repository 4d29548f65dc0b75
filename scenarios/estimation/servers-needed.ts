import * as z from 'zod';
import { inFlightOf, serversPerZone } from '../../sims/estimation/capacity/load.ts';
import { meanWait } from '../../sims/estimation/capacity/queueing.ts';
import {
  type MeanOfRun,
  runServer,
  theoryOfServer,
} from '../../sims/estimation/capacity/server.ts';
import { Study } from '../../sims/estimation/study.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, inPercent, percent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutEstimation, around, heldTo, keeping, near } from './kit.ts';

const params = z.object({
  perSecond: real(1, 10_000_000, 50_000, 'requests a second at the peak'),
  serviceMs: real(0.1, 60_000, 200, 'time that a server works on a request'),
  atOnce: whole(1, 500, 100, 'requests that a server works on at once'),
  knee: real(0.1, 0.9, 0.7, 'maximum utilisation of the servers'),
  zones: whole(2, 10, 3, 'equal zones, one of which may be lost'),
});

/** Requests that one server is simulated for. */
const requests = 50_000;

/** A mean of a run: by Bernstein’s inequality outside with a probability of about e^-15 on either side. */
const ofRun = ({ mean, deviation }: MeanOfRun, scale: number): Bound => {
  // Few bursts of waiting are no normal variable: variance / mean is the size of one.
  const burst = mean === 0 ? 0 : (deviation * deviation) / mean;
  // The deviation leaves out states that are less probable than 1e-15.
  const leftOut = 1e-9;
  return around(scale * mean, scale * (Math.sqrt(30) * deviation + 15 * burst + leftOut), 1);
};

const inWait = (ms: number | undefined): string =>
  (ms ?? 0) < 0.01 ? 'less than 0.01 ms' : inTime(ms ?? 0);

export default scenario({
  ...aboutEstimation,
  id: 'estimation/servers-needed',
  asks: 'A service gets tens of thousands of requests a second, and each takes some time. How many servers does it need?',
  claims: [],
  code: [
    'sims/estimation/capacity/load.ts#inFlightOf',
    'sims/estimation/capacity/load.ts#serversPerZone',
    'sims/estimation/capacity/queueing.ts#meanWait',
  ],
  params,
  invariants: heldTo('capacity-covers-the-load', 'queue-stays-short', 'survivors-below-capacity'),
  metrics: {
    inFlight: gauge('requests', 'in flight, by Little’s law'),
    full: gauge('servers', 'if each is busy all the time'),
    atKnee: gauge('servers', 'at the maximum utilisation'),
    servers: gauge('servers', 'with room for a lost zone'),
    busy: gauge('share', 'utilisation of the survivors of a lost zone, simulated'),
    measured: gauge('requests', 'in flight on the survivors of a lost zone, simulated'),
    wait: gauge('ms', 'mean wait for a place on a survivor, simulated'),
    wait70: gauge('ms', 'mean wait for a place at a utilisation of 70%, simulated'),
    wait90: gauge('ms', 'mean wait for a place at a utilisation of 90%, simulated'),
    wait100: gauge('ms', 'mean wait for a place at a utilisation of 100%, so far'),
  },
  build({ world, params: service, rules, metrics }) {
    const { perSecond, serviceMs, atOnce, knee, zones } = service;
    const study = new Study(world);
    const { estimates, observes } = keeping(study, metrics);
    const inFlight = inFlightOf(service);
    const perZone = serversPerZone(service, rules);
    const survivors = perZone * (zones - 1);
    study
      .next(() => estimates('inFlight', 'requests in flight, rate x time', inFlight))
      .next(() => estimates('full', 'servers that are always busy', inFlight / atOnce))
      .next(() => estimates('atKnee', `servers at ${inPercent(knee)}`, inFlight / atOnce / knee))
      .next(() => study.estimates('servers of a zone', perZone))
      .next(() => {
        const servers = estimates('servers', 'servers with room for a lost zone', perZone * zones);
        study.holds(
          'capacity-covers-the-load',
          servers * atOnce > inFlight,
          `${counted(servers, 'server')} work on ${inDigits(servers * atOnce)} requests at once, and ${inDigits(inFlight)} are in flight`,
        );
      });
    for (const each of [1, 8, 100])
      study.next(() =>
        study.estimates(
          `wait at 90%, ${counted(each, 'request')} at once`,
          serviceMs * meanWait(each, 0.9 * each),
          'ms',
        ),
      );
    const waitAt = (name: 'wait70' | 'wait90' | 'wait100', share: number) =>
      study.next(() => {
        const { wait } = runServer(atOnce, share * atOnce, requests, study.stream(name));
        observes(name, `mean wait at ${inPercent(share)}`, wait * serviceMs, 'ms');
      });
    waitAt('wait70', 0.7);
    waitAt('wait90', 0.9);
    waitAt('wait100', 1);
    return study
      .next(() => study.observes('servers after the loss of a zone', survivors))
      .next(() => {
        // Requests are spread at random: the Poisson arrivals of all are Poisson arrivals of each.
        const load = inFlight / survivors;
        const run = runServer(atOnce, load, requests, study.stream('survivor'));
        observes('busy', 'survivors are busy', run.busy);
        observes('measured', 'in flight on all survivors', run.inFlight * survivors);
        observes('wait', 'mean wait on a survivor', run.wait * serviceMs, 'ms');
        study.holds(
          'survivors-below-capacity',
          // A tenth above the knee, because requests are not spread evenly.
          run.busy <= 1.1 * knee,
          `${counted(survivors, 'survivor')} are ${percent(run.busy)} busy, and ${inPercent(knee)} is the most that keeps queues short`,
        );
        // Twice what Erlang C says at the knee, and a tenth of the service time.
        const promised = 2 * meanWait(atOnce, knee * atOnce) + 0.1;
        study.holds(
          'queue-stays-short',
          run.wait <= promised,
          `a request waits ${inTime(run.wait * serviceMs)} on average, and ${inTime(promised * serviceMs)} was promised`,
        );
      })
      .next(() => study.observes('requests a second on a survivor', perSecond / survivors))
      .next(() => study.observes('requests simulated on one server, each time', requests));
  },
  expect: (service) => {
    const { serviceMs, atOnce, knee, zones } = service;
    const inFlight = (service.perSecond * serviceMs) / 1_000;
    const perZone = Math.ceil((inFlight / (atOnce * knee * (zones - 1))) * (1 - 1e-12));
    const survivors = perZone * (zones - 1);
    const load = inFlight / survivors;
    const survivor = theoryOfServer(atOnce, load, requests);
    const waitAt = (share: number) =>
      ofRun(theoryOfServer(atOnce, share * atOnce, requests).wait, serviceMs);
    return [
      within('inFlight', 'in-flight', near(inFlight)).says(
        'requests in flight: rate x time (Little’s law)',
      ),
      within('full', 'full', near(inFlight / atOnce)).says('servers that are always busy'),
      within('atKnee', 'knee', near(inFlight / atOnce / knee)).says(
        `servers at ${inPercent(knee)}`,
      ),
      exactly(perZone * zones, 'servers', 'servers').says(
        'servers of which a zone may be lost: whole ones in each zone',
      ),
      within('measured', 'measured', ofRun(survivor.inFlight, survivors)).says(
        'requests in flight on the survivors, simulated: rate x (time + wait)',
      ),
      within('wait', 'wait', ofRun(survivor.wait, serviceMs)).says(
        'mean wait on a survivor, by Erlang C',
      ),
      within('wait70', 'wait-70', waitAt(0.7)).says('mean wait at 70%, by Erlang C'),
      within('wait90', 'wait-90', waitAt(0.9)).says('mean wait at 90%, by Erlang C'),
      within('wait100', 'wait-100', {
        atLeast: 2 * serviceMs * meanWait(atOnce, 0.9 * atOnce),
      }).says('mean wait at 100% so far, which is at least twice that at 90% and grows on'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The service needs ${counted(m.servers.value ?? 0, 'server')} in ${p.zones} zones: ${inDigits(p.perSecond)} a second x ${inTime(p.serviceMs)} = ` +
    `${inDigits(m.inFlight.value ?? 0)} requests in flight (Little’s law), which is ${counted(Math.ceil(m.full.value ?? 0), 'server')} with ` +
    `${counted(p.atOnce, 'request')} at once if they are never idle, ${inDigits(Math.ceil(m.atKnee.value ?? 0))} at ${inPercent(p.knee)}, and the rest is room for a lost zone. ` +
    `Then the survivors are ${percent(m.busy.value, 0)} busy, and a request waits ${inWait(m.wait.value)} on average. ` +
    `At 90% it would wait ${inWait(m.wait90.value)}; at 100% the queue grows for ever, and the wait with it: over the first ${inDigits(requests)} requests of one server its mean is already ${inTime(m.wait100.value ?? 0)}.`,
});

// Left out: service times that grow with utilisation, other limits such as memory, and servers that start.
