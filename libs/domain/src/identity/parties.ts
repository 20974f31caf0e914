import type { Tx } from '@platform/db';

/** An organisation as documents name it. */
export type Party = { readonly name: string; readonly uscc: string };

/** The organisations with these ids, by their ids; nobody for `null`. */
export async function partiesOf(tx: Tx, ids: readonly (string | null)[]): Promise<(id: string | null) => Party | null> {
  const rows = await tx.query<Party & { id: string }>('select id, name, uscc from organisation where id = any($1)', [ids.filter(Boolean)]);
  const known = new Map(rows.map(({ id, name, uscc }) => [id, { name, uscc }]));
  return (id) => (id === null ? null : (known.get(id) ?? null));
}
