/** The data of a Kubernetes Secret. */
import { toUint8Array } from 'js-base64';

/** What the API returns, as bytes: base64 is an encoding (RFC 4648 §4), and no key takes part. */
export const readWithoutKey = (stored: string): Uint8Array => toUint8Array(stored);
