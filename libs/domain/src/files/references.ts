import { freeInOrder, type Tx } from '@platform/db';

/** A column that may name content. */
export interface Place {
  table: string;
  column: string;
}

/**
 * Every column that may name content, as the schema itself says now: those that refer to `stored_content`, and for safety those that are called after a SHA-256, so that
 * a table whose author forgot the reference keeps its content too.
 */
const PLACES = `${referring('stored_content')}
union select quote_ident(c.relname), quote_ident(a.attname) from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'stored_content'
    and a.attnum > 0 and not a.attisdropped and a.atttypid = 'text'::regtype and a.attname like '%sha256'
order by 1, 2`;

/** Columns that refer to the rows of a table. */
function referring(table: string): string {
  return `select quote_ident(c.relname) as table, quote_ident(a.attname) as column from pg_constraint f
  join pg_class c on c.oid = f.conrelid join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
  where f.contype = 'f' and f.confrelid = '${table}'::regclass`;
}

export const placesOf = (tx: Pick<Tx, 'query'>): Promise<Place[]> => tx.query<Place>(PLACES);

export const nameOf = ({ table, column }: Place): string => `${table}.${column}`;

const ofOne =
  (at: string) =>
  ({ table, column }: Place) =>
    `exists (select 1 from ${table} where ${table}.${column} = ${at})`;

/** Whether any of these columns names the content. */
export async function isNamed(tx: Pick<Tx, 'query'>, places: readonly Place[], sha256: string): Promise<boolean> {
  const [row] = await tx.query<{ named: boolean }>(`select ${places.map(ofOne('$1')).join(' or ')} as named`, [sha256]);
  return row!.named;
}

/** Content that none of these columns names. */
export const UNNAMED = (places: readonly Place[]): string => `select c.sha256 as name, c.size from stored_content c where ${places.map((place) => `not ${ofOne('c.sha256')(place)}`).join(' and ')}`;

/** Documents that nobody put to use for so many days ($1), of those that organisations brought. */
export async function endUnused(tx: Pick<Tx, 'query'>, days: number): Promise<{ id: string; organisationId: string }[]> {
  const places = await tx.query<Place>(referring('file'));
  const unused = places.map((place) => `not ${ofOne('f.id')(place)}`).join(' and ');
  return tx.query(
    `delete from file f where ${freeInOrder('file f', 'f.id', `f.organisation_id is not null and f.stored_at < (select clock_timestamp()) - make_interval(days => $1) and ${unused}`)}
     returning f.id, f.organisation_id as "organisationId"`,
    [days],
  );
}
