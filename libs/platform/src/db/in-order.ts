/**
 * The condition of a statement that changes several rows: they are locked in the order of their key, as everybody does, so that no two transactions wait
 * for each other in a circle (test/architecture/locks.spec.ts). `table` may carry an alias, which `key` and `where` then use.
 */
export const inOrder = (table: string, key: string, where: string): string => `(${key}) in (select ${key} from ${table} where ${where} order by ${key} for update)`;

/** The same for jobs: rows that somebody holds are left for the next time, so that a job waits for nobody. */
export const freeInOrder = (table: string, key: string, where: string): string => `(${key}) in (select ${key} from ${table} where ${where} order by ${key} for update skip locked)`;
