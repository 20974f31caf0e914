import type { Refusal } from '@kernel';
import type { Tx } from '@platform/db';
import { R } from './experts.refusals';

const MOST_NAMED = 20;

/** Experts of the home library are local, all others remote: with a name that no library has, every one of them would count as remote (TBR 46). */
export async function libraryFault(tx: Tx, library: string): Promise<Refusal | undefined> {
  const libraries = (await tx.query<{ library: string }>('select distinct library from expert order by library limit $1', [MOST_NAMED])).map((row) => row.library);
  const [found] = libraries.includes(library) ? [library] : await tx.query('select 1 from expert where library = $1 limit 1', [library]);
  return found ? undefined : R.libraryUnknown({ library, libraries: libraries.join('、') || '—' }, '/homeLibrary');
}
