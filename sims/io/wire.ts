/** What travels between a peer and the kernel of the server, on a link that loses nothing and keeps the order. */

export type ToServer =
  | { readonly connect: number }
  | { readonly connection: number; readonly bytes: string }
  /** The peer's application has read so many bytes: there is room for as many. */
  | { readonly connection: number; readonly taken: number }
  | { readonly connection: number; readonly gone: true };

export type ToPeer =
  | { readonly connection: number; readonly connected: true }
  | { readonly connection: number; readonly bytes: string }
  | { readonly connection: number; readonly taken: number }
  | { readonly connection: number; readonly gone: true };

export function wireInWords(message: ToServer | ToPeer): string {
  if ('connect' in message) return `SYN of connection ${message.connect}`;
  const of = `of connection ${message.connection}`;
  if ('connected' in message) return `SYN-ACK ${of}`;
  if ('bytes' in message) return `${message.bytes.length} B ${of}`;
  if ('taken' in message) return `room for ${message.taken} B ${of}`;
  return `FIN ${of}`;
}
