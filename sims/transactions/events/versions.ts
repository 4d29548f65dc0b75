/**
 * Versions of an event. Stored events never change: a chain of upcasters converts each to the
 * newest version when it is read.
 */

export interface RegisteredV1 {
  readonly version: 1;
  readonly name: string;
}
export interface RegisteredV2 {
  readonly version: 2;
  readonly firstName: string;
  readonly lastName: string;
}
export interface RegisteredV3 {
  readonly version: 3;
  readonly firstName: string;
  readonly lastName: string;
  readonly country: string;
}
export type Registered = RegisteredV1 | RegisteredV2 | RegisteredV3;

/** One step each: a new version needs one more upcaster, and the others stay. */
const toV2 = ({ name }: RegisteredV1): RegisteredV2 => {
  const [firstName = '', ...rest] = name.split(' ');
  return { version: 2, firstName, lastName: rest.join(' ') };
};
const toV3 = ({ firstName, lastName }: RegisteredV2): RegisteredV3 => ({
  version: 3,
  firstName,
  lastName,
  country: 'unknown',
});

export function upcast(event: Registered): RegisteredV3 {
  if (event.version === 1) return toV3(toV2(event));
  return event.version === 2 ? toV3(event) : event;
}
