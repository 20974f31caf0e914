import type { Refusal } from '@kernel';
import { R } from './files.refusals';

const MIB = 2 ** 20;

/** What content is stored for: documents of tenders, sealed bids, and what comes out of bids when they are opened. */
export type Purpose = 'bid' | 'document' | 'opening';

/** Bytes that are stored, and those that were announced and are counted as if they were. */
export interface Use {
  documents: number;
  bids: number;
  open: number;
}

export interface Room {
  organisation: Use;
  /** Of the organisation, in the tender that is asked for. */
  tender: Use;
  /** Uploads under way. */
  uploads: { account: number; organisation: number; tender: number };
  /** Announced by anybody and not arrived yet. */
  announced: number;
  /** On the disk; undefined where the storage does not say. */
  free: number | undefined;
}

export interface Limits {
  /** Bytes of an organisation together, and of its bids in one tender. */
  organisation: number;
  tender: number;
  /** Bytes of the disk that only bids and their opening may use, and those that not even they may. */
  reserve: number;
  last: number;
  idleHours: number;
}

/** Uploads under way at once. A bidder needs one, and one more while he mends it. */
export const MOST_UPLOADS = { account: 16, organisation: 64, tender: 8 } as const;
const SCOPES = {
  account: { zh: '本账号', en: 'this account' },
  organisation: { zh: '本单位', en: 'this organisation' },
  tender: { zh: '本单位在该标段', en: 'this organisation in this tender' },
} as const;

/** For one tender an organisation gets so many bytes whatever others have announced: only what is really stored may stand in its way. */
export const BID_SHARE = 2 ** 30;

const told = (bytes: number): string => `${Math.ceil(bytes / MIB)} MiB`;
const sum = ({ documents, bids, open }: Use): number => documents + bids + open;

/** Bytes of the disk that may be promised for this purpose. What others announced does not stand in the way of an opening, or of a bidder's own share. */
export function promisable(purpose: Purpose, { free, announced, tender }: Room, { reserve, last }: Limits): number {
  if (free === undefined) return Infinity;
  if (purpose === 'document') return free - reserve - announced;
  if (purpose === 'opening') return free - last;
  return Math.max(free - last - announced, Math.min(free - last, BID_SHARE - sum(tender)));
}

/** Bytes that the organisation may still bring. */
export const ownRoom = (purpose: Purpose, { organisation, tender }: Room, limits: Limits): number =>
  purpose === 'opening' ? Infinity : Math.min(limits.organisation - sum(organisation), purpose === 'bid' ? limits.tender - sum(tender) : Infinity);

/** Why so many bytes are not taken in. */
export function quotaRules(purpose: Purpose, size: number, room: Room, limits: Limits): (Refusal | false)[] {
  const [all, own] = [sum(room.organisation), sum(room.tender)];
  const tell = ({ documents, bids, open }: Use) => ({ documents: told(documents), bids: told(bids), open: told(open), size: told(size) });
  const counts = (Object.keys(SCOPES) as (keyof typeof SCOPES)[]).filter((scope) => purpose !== 'opening' && room.uploads[scope] >= MOST_UPLOADS[scope]);
  return [
    purpose !== 'opening' && all + size > limits.organisation && R.organisationQuota({ ...tell(room.organisation), quota: told(limits.organisation), used: told(all) }),
    purpose === 'bid' && own + size > limits.tender && R.tenderQuota({ ...tell(room.tender), quota: told(limits.tender), used: told(own) }),
    ...counts.map((scope) => R.tooManyUploads({ count: room.uploads[scope], most: MOST_UPLOADS[scope], scope: SCOPES[scope], hours: limits.idleHours })),
    size > promisable(purpose, room, limits) && R.noRoom({ size: told(size) }),
  ];
}
