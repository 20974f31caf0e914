import type { Client } from 'pg';
import { SettingError } from '../config/config';

/** A table and what the application's role may do with it. */
interface Table {
  name: string;
  appendOnly: boolean;
}

/** The trigger that keeps a table append-only is the one place that says so: the grants follow it. */
const TABLES = `select c.oid::regclass::text as name,
    exists (select 1 from pg_trigger g join pg_proc p on p.oid = g.tgfoid where g.tgrelid = c.oid and p.proname = 'forbid_change') as "appendOnly"
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;

/** What the owner alone writes: which migrations ran, and what kind of installation this is. */
const OWNERS: Record<string, string> = { migrations: 'select', installation: 'select, update (clock_offset)' };

const may = ({ name, appendOnly }: Table): string => OWNERS[name] ?? (appendOnly ? 'select, insert' : 'select, insert, update, delete');

const ATTRIBUTES = 'login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls';

/** Makes the role where there is none; its password is the one of the application's address. */
async function ensureRole(owner: Client, role: string, password: string): Promise<void> {
  const found = await owner.query('select 1 from pg_roles where rolname = $1', [role]);
  if (found.rowCount) return;
  const secret = password ? ` password ${owner.escapeLiteral(password)}` : '';
  try {
    await owner.query(`create role ${owner.escapeIdentifier(role)} ${ATTRIBUTES}${secret}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new SettingError(
      `DATABASE_OWNER_URL: 无权建立角色，请由数据库管理员执行 / may not make roles; let the database's administrator run: CREATE ROLE "${role}" ${ATTRIBUTES.toUpperCase()} PASSWORD '…';`,
    );
  }
}

/**
 * Gives the application's role what it needs and takes whatever else it has: it owns nothing, makes nothing, and what is logged or published it may only add
 * to. One transaction, so that processes at work never meet a moment without rights.
 */
export async function grantApplication(owner: Client, role: string, password: string): Promise<void> {
  await ensureRole(owner, role, password);
  const to = owner.escapeIdentifier(role);
  const { rows } = await owner.query<Table & { database: string }>(TABLES);
  const database = await owner.query<{ name: string }>('select quote_ident(current_database()) as name');
  await owner.query(
    [
      'begin',
      `revoke temporary on database ${database.rows[0]!.name} from public`,
      'revoke create on schema public from public',
      `grant connect on database ${database.rows[0]!.name} to ${to}`,
      ...['public', 'bullmq'].flatMap((schema) => [
        `revoke all on all tables in schema ${schema} from ${to}`,
        `revoke all on all sequences in schema ${schema} from ${to}`,
        `grant usage on schema ${schema} to ${to}`,
        `grant usage on all sequences in schema ${schema} to ${to}`,
      ]),
      `grant select, insert, update, delete on all tables in schema bullmq to ${to}`,
      `revoke insert, update, delete on bullmq.migration from ${to}`,
      `grant select on all tables in schema public to ${to}`, // views among them
      ...rows.map((table) => `grant ${may(table)} on ${table.name} to ${to}`),
      'commit',
    ].join(';\n'),
  );
}
