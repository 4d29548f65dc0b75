/** A HorizontalPodAutoscaler (autoscaling/v2, v1) as it is written in YAML or JSON. */
import { parseAllDocuments, YAMLParseError } from 'yaml';
import { type AutoscalerSpec, specOf } from '../../../sims/autoscaling/hpa/autoscaler.ts';
import {
  absentBehaviour,
  defaultBehaviour,
  type Policy,
  type ScalingRules,
} from '../../../sims/autoscaling/hpa/behaviour.ts';
import { defaultTolerance, type Target } from '../../../sims/autoscaling/hpa/replicas.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { isJsonObject, type JsonObject } from '../input/json.ts';
import { quantityOf } from './quantity.ts';

export interface HpaMetric {
  /** `cpu`, `http_requests`: also the column that is looked for. */
  readonly name: string;
  readonly type: string;
  readonly isCpu: boolean;
  readonly target: Target;
}

export interface Hpa {
  readonly name: string;
  readonly spec: AutoscalerSpec;
  readonly metrics: readonly HpaMetric[];
}

const kind = 'HorizontalPodAutoscaler';

/** The only autoscaler of a text, among other objects if there are any. Throws InputError, naming the field. */
export function hpaFrom(text: string): Hpa {
  const objects = documentsOf(text).flatMap((data) => {
    const items = isJsonObject(data) ? data['items'] : undefined;
    return Array.isArray(items) ? items : [data];
  });
  const found = objects.filter(
    (data): data is JsonObject => isJsonObject(data) && data['kind'] === kind,
  );
  const [data] = found;
  if (data === undefined) throw new InputError(`The autoscaler: there is no ${kind} in it.`);
  if (found.length > 1)
    throw new InputError(
      `The autoscaler: there are ${found.length} of them in the file, give one.`,
    );
  const spec = objectAt(data, 'spec');
  if (spec === undefined) throw new InputError('The autoscaler has no spec.');
  onlyKnown(spec, 'spec', [...specFields, ...ownFieldsOf(data)]);
  const max = wholeAt(spec, 'maxReplicas', 1);
  if (max === undefined) throw new InputError('The autoscaler has no spec.maxReplicas.');
  const min = wholeAt(spec, 'minReplicas', 0) ?? 1;
  if (min > max)
    throw new InputError(`The autoscaler: minReplicas ${min} is above maxReplicas ${max}.`);
  const metrics = metricsOf(spec);
  if (min === 0 && metrics.every(({ type }) => type !== 'Object' && type !== 'External'))
    throw new InputError(
      'The autoscaler: minReplicas 0 needs a metric of type Object or External, which is there without a pod.',
    );
  const said = objectAt(spec, 'behavior');
  const behaviour = said ?? {};
  onlyKnown(behaviour, 'behavior', ['scaleUp', 'scaleDown']);
  const [up, down] = [objectAt(behaviour, 'scaleUp'), objectAt(behaviour, 'scaleDown')];
  return {
    name: shown(String(objectAt(data, 'metadata')?.['name'] ?? 'unnamed'), 60),
    metrics,
    spec: specOf(min, max, {
      behaviour:
        said === undefined
          ? absentBehaviour
          : {
              up: scalingOf('scaleUp', up, defaultBehaviour.up),
              down: scalingOf('scaleDown', down, defaultBehaviour.down),
            },
      tolerance: {
        up: toleranceOf('scaleUp', up, defaultTolerance.up),
        down: toleranceOf('scaleDown', down, defaultTolerance.down),
      },
    }),
  };
}

const specFields = ['scaleTargetRef', 'minReplicas', 'maxReplicas'];

/** What the version of the API has besides: v1 one target for the processor, v2 a list. Throws InputError. */
function ownFieldsOf(data: JsonObject): readonly string[] {
  const version = data['apiVersion'];
  const [v1, v2] = [['targetCPUUtilizationPercentage'], ['metrics', 'behavior']];
  if (version === undefined) return [...v1, ...v2];
  if (version === 'autoscaling/v1') return v1;
  if (version === 'autoscaling/v2' || version === 'autoscaling/v2beta2') return v2;
  throw new InputError(
    `The autoscaler: apiVersion ${quoted(shown(String(version), 60))} is not read: autoscaling/v2 and autoscaling/v1 are.`,
  );
}

/** Throws InputError for a field that the API does not have: it would be left out without a word. */
function onlyKnown(data: JsonObject, where: string, known: readonly string[]): void {
  const unknown = Object.keys(data).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw unknownChoice(
    `field of ${where}`,
    shown(unknown, 60),
    known,
    `The API has ${known.join(', ')}.`,
  );
}

function documentsOf(text: string): unknown[] {
  try {
    return [...parseAllDocuments(text)].map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw error;
      return document.toJS({ maxAliasCount: 100 }) as unknown;
    });
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const [first = ''] = (error as Error).message.split('\n');
    const message = first.replace(/ at line \d+, column \d+:?$/, '');
    throw new InputError(
      `The autoscaler, ${line === undefined ? 'it' : `line ${line}: it`} is not YAML: ${shown(message, 200)}`,
    );
  }
}

/** spec.metrics of v2, or the target of v1; 80% of the processors if neither is there, as the API has it. */
function metricsOf(spec: JsonObject): readonly HpaMetric[] {
  const listed = spec['metrics'];
  if (Array.isArray(listed) && listed.length > 0)
    return listed.map((metric, place) => metricOf(metric, `spec.metrics[${place}]`));
  const percent = wholeAt(spec, 'targetCPUUtilizationPercentage', 1) ?? 80;
  return [{ name: 'cpu', type: 'Resource', isCpu: true, target: { kind: 'utilisation', percent } }];
}

/** Where a metric of each type has its name. */
const sources: ReadonlyMap<string, { readonly field: string; readonly isNamed: boolean }> = new Map(
  [
    ['Resource', { field: 'resource', isNamed: true }],
    ['ContainerResource', { field: 'containerResource', isNamed: true }],
    ['Pods', { field: 'pods', isNamed: false }],
    ['Object', { field: 'object', isNamed: false }],
    ['External', { field: 'external', isNamed: false }],
  ],
);

function metricOf(data: unknown, where: string): HpaMetric {
  const type = isJsonObject(data) ? String(data['type'] ?? '') : '';
  const source = sources.get(type);
  if (!isJsonObject(data) || source === undefined)
    throw unknownChoice(
      `type of ${where}`,
      shown(type, 60),
      [...sources.keys()],
      `There are ${[...sources.keys()].join(', ')}.`,
    );
  const own = objectAt(data, source.field);
  const named = source.isNamed ? own?.['name'] : objectAt(own ?? {}, 'metric')?.['name'];
  if (own === undefined || typeof named !== 'string')
    throw new InputError(`The autoscaler: ${where}.${source.field} has no name of a metric.`);
  const target = targetOf(type, objectAt(own, 'target') ?? {}, `${where}.${source.field}.target`);
  return { name: named, type, isCpu: source.isNamed && named === 'cpu', target };
}

function targetOf(type: string, target: JsonObject, where: string): Target {
  const milli = (field: string) => {
    const value = quantityOf(String(target[field] ?? ''));
    if (value !== undefined && value > 0) return 1_000 * value;
    throw new InputError(
      `The autoscaler: ${where}.${field} is not a quantity above 0, such as 500m or 30.`,
    );
  };
  const ofPods = type !== 'Object' && type !== 'External';
  switch (target['type']) {
    case 'Utilization': {
      const percent = wholeAt(target, 'averageUtilization', 1);
      if (percent !== undefined && ofPods && type !== 'Pods')
        return { kind: 'utilisation', percent };
      throw new InputError(
        `The autoscaler: ${where}.averageUtilization is not a whole percentage of a resource.`,
      );
    }
    case 'AverageValue':
      return { kind: ofPods ? 'average' : 'value-per-pod', milli: milli('averageValue') };
    case 'Value':
      if (!ofPods) return { kind: 'value', milli: milli('value') };
      break;
    default:
  }
  throw new InputError(
    `The autoscaler: ${where}.type is ${quoted(shown(String(target['type'] ?? ''), 60))}, and a metric of type ${type} takes ${ofPods ? (type === 'Pods' ? 'AverageValue' : 'Utilization or AverageValue') : 'Value or AverageValue'}.`,
  );
}

function scalingOf(
  name: string,
  data: JsonObject | undefined,
  byDefault: ScalingRules,
): ScalingRules {
  if (data === undefined) return byDefault;
  onlyKnown(data, name, ['stabilizationWindowSeconds', 'selectPolicy', 'policies', 'tolerance']);
  const select = String(data['selectPolicy'] ?? byDefault.select);
  if (select !== 'Max' && select !== 'Min' && select !== 'Disabled')
    throw unknownChoice(
      `selectPolicy of ${name}`,
      shown(select, 60),
      ['Max', 'Min', 'Disabled'],
      'There are Max, Min, Disabled.',
    );
  const listed = data['policies'];
  const policies =
    Array.isArray(listed) && listed.length > 0
      ? listed.map((policy, place) => policyOf(policy, `${name}.policies[${place}]`))
      : byDefault.policies;
  const windowS = wholeAt(data, 'stabilizationWindowSeconds', 0, 3_600) ?? byDefault.windowS;
  return { windowS, select, policies };
}

function policyOf(data: unknown, where: string): Policy {
  const policy = isJsonObject(data) ? data : {};
  const type = policy['type'];
  const value = wholeAt(policy, 'value', 1);
  const periodS = wholeAt(policy, 'periodSeconds', 1, 1_800);
  if ((type !== 'Pods' && type !== 'Percent') || value === undefined || periodS === undefined)
    throw new InputError(
      `The autoscaler: ${where} needs a type (Pods or Percent), a value and periodSeconds.`,
    );
  return { type, value, periodS };
}

function toleranceOf(name: string, data: JsonObject | undefined, byDefault: number): number {
  const given = data?.['tolerance'];
  if (given === undefined) return byDefault;
  const value = quantityOf(String(given));
  if (value !== undefined && value >= 0 && value < 1) return value;
  throw new InputError(
    `The autoscaler: ${name}.tolerance is a share from 0 to 1, such as 0.05, not ${quoted(shown(String(given), 60))}.`,
  );
}

function objectAt(data: JsonObject, name: string): JsonObject | undefined {
  const value = Object.hasOwn(data, name) ? data[name] : undefined;
  return isJsonObject(value) ? value : undefined;
}

/** Undefined if it is not there. Throws InputError if it is something else. */
function wholeAt(
  data: JsonObject,
  name: string,
  least: number,
  most = 100_000,
): number | undefined {
  const value = Object.hasOwn(data, name) ? data[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most)
    return value;
  throw new InputError(
    `The autoscaler: ${name} is a whole number from ${least} to ${most}, not ${quoted(shown(String(value), 60))}.`,
  );
}
