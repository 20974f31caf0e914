import type { Tx } from '@platform/db';
import type { Room, Use } from './quota.rules';

interface Row {
  documents: string;
  bids: string;
  tender: string;
  open: string;
  openHere: string;
  account: number;
  organisation: number;
  here: number;
  announced: string;
}

/** The organisation's own, its claims, and what everybody announced; each claim is read once. */
const ROOM = `with own as (
  select coalesce(sum(size) filter (where purpose = 'document'), 0) as documents, coalesce(sum(size) filter (where purpose = 'bid'), 0) as bids,
    coalesce(sum(size) filter (where tender_id = $3), 0) as tender from storage_use where organisation_id = $1),
claims as (
  select coalesce(sum(bytes) filter (where organisation_id = $1), 0) as open, coalesce(sum(bytes) filter (where organisation_id = $1 and tender_id = $3), 0) as "openHere",
    count(*) filter (where account_id = $2 and organisation_id = $1)::int as account, count(*) filter (where organisation_id = $1)::int as organisation,
    count(*) filter (where organisation_id = $1 and tender_id = $3)::int as here, coalesce(sum(greatest(0, bytes - arrived)), 0) as announced
  from storage_claim where ends_at is null or ends_at > (select clock_timestamp()))
select documents::text, bids::text, tender::text, open::text, "openHere"::text, account, organisation, here, announced::text from own, claims`;

export interface Asker {
  organisationId: string | null;
  accountId: string | null;
  tenderId: string | null;
}

/** What is stored and promised; `free` is what the disk says. */
export async function readRoom(tx: Pick<Tx, 'query'>, { organisationId, accountId, tenderId }: Asker, free: number | undefined): Promise<Room> {
  const [row] = await tx.query<Row>(ROOM, [organisationId, accountId, tenderId]);
  const { documents, bids, tender, open, openHere, account, organisation, here, announced } = row!;
  const use = (files: string, sealed: string, under: string): Use => ({ documents: Number(files), bids: Number(sealed), open: Number(under) });
  return { organisation: use(documents, bids, open), tender: use('0', tender, openHere), uploads: { account, organisation, tender: here }, announced: Number(announced), free };
}
