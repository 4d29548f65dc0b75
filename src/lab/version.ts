/**
 * The version of the lab, as in package.json, which nothing below the host can read. The same seed may
 * give another run in another version, so tokens carry it.
 */
export const labVersion = '0.1.0';
