import type { Client, Pool } from 'pg';
import { SettingError } from '../config/config';

type Asked = Pick<Client | Pool, 'query'>;

/** May the role that is connected change tables, or make some? A superuser may everything. */
export async function mayOwn(connection: Asked): Promise<boolean> {
  const { rows } = await connection.query<{ may: boolean }>(
    `select r.rolsuper or has_schema_privilege('public', 'create') or exists (
       select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(c.relowner, 'member')) as may
     from pg_roles r where r.rolname = current_user`,
  );
  return rows[0]!.may;
}

/** Whether every migration ran, as far as this role may see. */
export async function isMigrated(connection: Asked, migrations: readonly Function[]): Promise<boolean> {
  const { rows } = await connection.query<{ there: boolean }>(`select coalesce(has_table_privilege(to_regclass('public.migrations'), 'select'), false) as there`);
  if (!rows[0]!.there) return false;
  const done = await connection.query<{ name: string }>('select name from migrations');
  const names = new Set(done.rows.map(({ name }) => name));
  return migrations.every(({ name }) => names.has(name));
}

/** Refused when the database is marked as another kind of installation, or not yet marked. */
export async function assertKind(connection: Asked, kind: string): Promise<void> {
  const { rows } = await connection.query<{ kind: string }>('select kind from installation');
  const marked = rows[0]?.kind;
  if (marked === kind) return;
  throw new SettingError(
    `INSTALLATION=${kind}: 这个数据库属于另一种安装 / this database belongs to a ${marked ?? 'not yet prepared'} installation. 请换用其他数据库 / Use another database${marked ? `, or INSTALLATION=${marked}` : ''}.`,
  );
}
