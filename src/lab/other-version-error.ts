/** A token that is sound, and that only the version of the lab that made it can replay. */
export class OtherVersionError extends Error {
  override readonly name = 'OtherVersionError';
}
