/** Frames of RFC 6455, §5.2: two bytes, up to eight more for the length, four for the mask of a client. */

export const opcodes = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;
export type Opcode = (typeof opcodes)[keyof typeof opcodes];

export interface Frame {
  readonly isFinal: boolean;
  readonly opcode: Opcode;
  readonly payload: Uint8Array;
  /** Of a client: every frame of a client is masked, and none of a server (§5.1). */
  readonly mask?: readonly [number, number, number, number];
}

/** Payloads of up to 125 bytes stand in the second byte, up to 65,535 in two more, all others in eight more. */
const [shortMax, mediumMax] = [125, 65_535];

/** Bytes before the payload. */
export function headerBytes(payloadBytes: number, isMasked: boolean): number {
  const lengthBytes = payloadBytes <= shortMax ? 0 : payloadBytes <= mediumMax ? 2 : 8;
  return 2 + lengthBytes + (isMasked ? 4 : 0);
}

/** The frame as it is sent. Throws RangeError for a control frame of more than 125 bytes or in parts (§5.5). */
export function encodeFrame({ isFinal, opcode, payload, mask }: Frame): Uint8Array {
  if (opcode >= opcodes.close && (payload.length > shortMax || !isFinal)) {
    throw new RangeError(`a control frame has at most ${shortMax} bytes, in one frame`);
  }
  const frame = new Uint8Array(headerBytes(payload.length, mask !== undefined) + payload.length);
  const bytes = new DataView(frame.buffer);
  bytes.setUint8(0, (isFinal ? 0x80 : 0) | opcode);
  const masked = mask === undefined ? 0 : 0x80;
  let at = 2;
  if (payload.length <= shortMax) bytes.setUint8(1, masked | payload.length);
  else if (payload.length <= mediumMax) {
    bytes.setUint8(1, masked | 126);
    bytes.setUint16(2, payload.length);
    at = 4;
  } else {
    bytes.setUint8(1, masked | 127);
    bytes.setBigUint64(2, BigInt(payload.length));
    at = 10;
  }
  if (mask !== undefined) {
    frame.set(mask, at);
    at += mask.length;
  }
  frame.set(masking(payload, mask), at);
  return frame;
}

/** The first frame of the bytes and where the next one begins; undefined if the frame is not complete yet. */
export function decodeFrame(
  bytes: Uint8Array,
): { readonly frame: Frame; readonly bytes: number } | undefined {
  if (bytes.length < 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [first, second] = [view.getUint8(0), view.getUint8(1)];
  const short = second & 0x7f;
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
  const isMasked = (second & 0x80) !== 0;
  const header = 2 + lengthBytes + (isMasked ? 4 : 0);
  if (bytes.length < header) return undefined;
  const length =
    lengthBytes === 0
      ? short
      : lengthBytes === 2
        ? view.getUint16(2)
        : Number(view.getBigUint64(2));
  if (bytes.length < header + length) return undefined;
  const at = header - 4;
  const mask = isMasked
    ? ([0, 1, 2, 3].map((place) => view.getUint8(at + place)) as [number, number, number, number])
    : undefined;
  const frame = {
    isFinal: (first & 0x80) !== 0,
    opcode: (first & 0x0f) as Opcode,
    payload: masking(bytes.slice(header, header + length), mask),
    ...(mask === undefined ? {} : { mask }),
  };
  return { frame, bytes: header + length };
}

/** Octet i of the payload XOR octet i modulo 4 of the mask (§5.3): the same both ways. */
const masking = (payload: Uint8Array, mask: Frame['mask']): Uint8Array =>
  mask === undefined ? payload : payload.map((octet, place) => octet ^ (mask[place % 4] ?? 0));
