import * as z from 'zod';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import { servedPairs } from '../../sims/deployment/migration/pairs.ts';
import { searched, walked } from '../../sims/deployment/migration/search.ts';
import { releaseName, schemaNames } from '../../sims/deployment/migration/versions.ts';
import { difference, exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  instances: whole(1, 3, 2, 'that are deployed and rolled back one by one'),
  rows: whole(1, 2, 2, 'of the table; the last of two is inserted during the migration'),
});

const releases = 4;
const schemas = schemaNames.length;
/** The old release meets every schema but the last, the last release only those after the old column is optional. */
const compatible = 3 + 2 + 2 + 2;

export default scenario({
  ...aboutDeployment,
  id: 'deployment/rename-column',
  asks: 'A column is renamed while instances are deployed and rolled back one by one. In which steps does no statement fail and no reader see an old value, whatever the order?',
  claims: ['one-expand-contract'],
  code: [
    'sims/deployment/migration/moves.ts#mayDeploy',
    'sims/deployment/migration/moves.ts#mayRollBack',
    'sims/deployment/migration/versions.ts#versionsOf',
  ],
  params,
  metrics: {
    states: gauge('states', 'that any order of events reaches'),
    moves: gauge('moves', 'from one state to the next'),
    met: gauge('pairs', 'of release and schema that meet'),
    served: gauge('pairs', 'of release and schema without a failing statement'),
    unserved: gauge('pairs', 'of release and schema with a failing statement'),
    metUnserved: gauge('pairs', 'that meet although a statement fails'),
    mixes: gauge('pairs', 'of releases that run at the same time'),
    deployments: gauge('deployments', 'of an instance in one drawn order'),
    rollbacks: gauge('rollbacks', 'of an instance in one drawn order'),
    contracted: gauge('states', 'of the migration that is complete: 1 if one is reached'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    const found = searched(p.instances, p.rows, rules);
    const served = new Set(servedPairs(rules));
    const all = releases * schemas;
    const metUnserved = [...found.pairs].filter((pair) => !served.has(pair));
    for (let release = 0; release < releases; release++) {
      study.next(() => {
        const meets = schemaNames.filter((_, schema) => found.pairs.has(`${release}/${schema}`));
        const says = `schemas that ${releaseName(release)} meets (${meets.join('; ')})`;
        study.observes(says, meets.length);
      });
    }
    study.next(() => {
      const walk = walked(study.stream('order'), p.instances, p.rows, rules);
      study.observes('moves of one drawn order', walk.moves);
      study.observes('writes among them', walk.writes);
      study.observes('deployments among them', walk.deployments, '', metrics.deployments);
      study.observes('rollbacks among them', walk.rollbacks, '', metrics.rollbacks);
    });
    return study
      .next(() => study.observes('states in any order', found.states, '', metrics.states))
      .next(() => study.observes('moves between them', found.moves, '', metrics.moves))
      .next(() => {
        study.observes('pairs that meet', found.pairs.size, `of ${all}`, metrics.met);
        study.observes('pairs that work', served.size, '', metrics.served);
        study.observes('pairs that fail', all - served.size, '', metrics.unserved);
        study.observes('pairs that meet and fail', metUnserved.length, '', metrics.metUnserved);
        study.observes('releases that run together', found.mixes.size, '', metrics.mixes);
      })
      .next(() => {
        study.observes('the old column goes', Number(found.isContracted), '', metrics.contracted);
        study.holds('no-statement-fails', found.refused === undefined, told(found.refused));
      })
      .next(() => study.holds('reads-last-write', found.stale === undefined, told(found.stale)));
  },
  expect: ({ instances }) => [
    exactly(compatible, 'met', 'met').says(
      'combinations of a release and a schema in which every statement works, and that occur',
    ),
    exactly(releases * schemas - compatible, 'unserved', 'unserved').says(
      'combinations of a release and a schema in which a statement would fail, and that do not occur',
      'one-expand-contract',
    ),
    exactly(0, 'metUnserved', 'none-meets').says(
      'combinations that occur although a statement fails in them',
      'one-expand-contract',
    ),
    exactly(instances === 1 ? 0 : releases - 1, 'mixes', 'neighbours').says(
      'pairs of releases that run at the same time: only one and the next',
    ),
    exactly(3 * instances, difference('deployments', 'rollbacks'), 'three-each').says(
      'deployments less rollbacks in one order that is drawn: three for each instance',
    ),
    exactly(1, 'contracted', 'contracted').says('the migration reaches its last step'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `Add the new column, write both, copy the old rows (of a huge table in small batches, so that no lock is held for long), read the new one, drop NOT NULL on the old one, write only the new one, drop the old one (expand and contract). Each step can be rolled back until a row is written without the old column: from then on no release that reads the old column may run again, and once it is dropped none that writes it. Over ${inDigits(m.states.value ?? 0)} states that ${p.instances} instances reach in any order, no statement fails and no read is stale. In ${m.unserved.value} of the ${releases * schemas} combinations of a release and a schema a statement would fail, because its column is missing, or because one that it does not write must not be NULL; this order lets none of them occur.`,
});

/** How a story ends: what fails, and the move before it. */
function told(story: readonly string[] = []): string {
  const end = story.slice(-2).join('; then ');
  return story.length > 2 ? `after ${counted(story.length - 2, 'move')}: ${end}` : end;
}

// Left out: locks that a change of the schema takes, and replicas that learn of it later.
