import { type Fen, parseFen } from '@kernel';
import { PrimaryColumn, VersionColumn } from 'typeorm';

/** What every table of a module has: a UUIDv7 and a version for compare-and-set. */
export abstract class Row {
  @PrimaryColumn('uuid')
  id!: string;

  @VersionColumn()
  version!: number;
}

/** bigint fen in PostgreSQL, bigint in TypeScript. */
export const fenColumn = {
  type: 'bigint' as const,
  transformer: {
    to: (fen: Fen | null | undefined) => fen?.toString() ?? null,
    from: (text: string | null) => (text === null ? null : parseFen(text)),
  },
};
