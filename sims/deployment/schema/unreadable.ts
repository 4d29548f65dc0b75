/** A value, or bytes, that a reader cannot read, and why. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
