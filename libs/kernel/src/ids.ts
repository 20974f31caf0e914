/** UUIDs are branded by what they name, so that a bid id cannot be passed where a tender id is meant. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };
export type OrganisationId = Id<'organisation'>;
export type AccountId = Id<'account'>;
export type ProjectId = Id<'project'>;
export type TenderId = Id<'tender'>;
export type BidId = Id<'bid'>;
export type ExpertId = Id<'expert'>;
export type RoomId = Id<'room'>;
export type FileId = Id<'file'>;

/** UUID version 7 (RFC 9562): 48-bit milliseconds, then random; sorts by creation. `random` fills 10 bytes. */
export function uuidv7<K extends string>(millis = Date.now()): Id<K> {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 5, rest = millis; i >= 0; i -= 1, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<K>;
}
