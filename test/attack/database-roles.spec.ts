import { Client, type QueryResultRow } from 'pg';
import { prepareDatabase } from '@platform/db';
import { MIGRATIONS } from '../../migrations';
import { createTestDatabase, type TestDatabase } from '../setup/database';
import { onServer, SERVER } from '../setup/server';

/** The application's role owns nothing, makes nothing, commands nothing, and only adds to what is logged or published. Whatever table comes is looked at here by itself. */
let database: TestDatabase;
let application: Client;
let owner: Client;
let role: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await prepared(); // rights on a database itself are not copied with a template
  [application, owner] = [new Client({ connectionString: database.url }), new Client({ connectionString: database.ownerUrl })];
  await Promise.all([application.connect(), owner.connect()]);
  role = new URL(database.url).username;
});
afterAll(async () => {
  await Promise.all([application?.end(), owner?.end()]);
  await database?.drop();
});

const prepared = () => prepareDatabase({ ownerUrl: database.ownerUrl, applicationUrl: database.url, migrations: MIGRATIONS });
const asOwner = async <T extends QueryResultRow>(sql: string, values: unknown[] = []) => (await owner.query<T>(sql, values)).rows;

/** Undefined when it is done, else the SQLSTATE. Nothing of it stays. */
async function attempt(client: Client, sql: string): Promise<string | undefined> {
  await client.query('begin');
  try {
    await client.query(sql);
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.query('rollback');
  }
}

const PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] as const;
const SPECIAL: Record<string, string[]> = { installation: ['SELECT'], migrations: ['SELECT'], 'bullmq.migration': ['SELECT'] };

/** Tables whose rights are not what they should be, in words. */
async function faults(): Promise<string[]> {
  const rows = await asOwner<{ name: string; triggers: string[]; held: string[] }>(
    `select c.oid::regclass::text as name, array(select tgname::text from pg_trigger where tgrelid = c.oid) as triggers,
       array(select p from unnest($2::text[]) p where has_table_privilege($1, c.oid, p)) as held
     from pg_class c where c.relnamespace in ('public'::regnamespace, 'bullmq'::regnamespace) and c.relkind in ('r', 'p')`,
    [role, PRIVILEGES],
  );
  return rows.flatMap(({ name, triggers, held }) => {
    const appendOnly = triggers.some((trigger) => trigger.endsWith('_append_only'));
    const due = SPECIAL[name] ?? (appendOnly ? ['SELECT', 'INSERT'] : ['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
    return due.join() === held.join() ? [] : [`${name}: ${held.join(' ')}, should be ${due.join(' ')}`];
  });
}

const appendOnly = async () => (await asOwner<{ name: string }>(`select tgrelid::regclass::text as name from pg_trigger where tgname like '%append\\_only'`)).map(({ name }) => name);

describe('rights on tables', () => {
  it('are exactly what each table is for', async () => {
    expect(await faults()).toEqual([]);
    expect(await appendOnly()).toEqual(expect.arrayContaining(['audit_entry', 'event_log', 'room_event', 'tender_amendment', 'tender_download', 'released_share']));
    const [views] = await asOwner<{ n: number }>(
      `select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' and not has_table_privilege($1, oid, 'select')`,
      [role],
    );
    expect(views).toEqual({ n: 0 });
  });

  it('negative control: a right too many, one too few, and a table that nobody thought of are found; the next preparation mends them', async () => {
    await asOwner(`grant update on audit_entry to "${role}"; revoke delete on session from "${role}"; create table forgotten (n int); create table sealed (n int);
      create trigger sealed_append_only before update or delete or truncate on sealed execute function forbid_change()`);
    expect((await faults()).sort()).toEqual([
      'audit_entry: SELECT INSERT UPDATE, should be SELECT INSERT',
      'forgotten: , should be SELECT INSERT UPDATE DELETE',
      'sealed: , should be SELECT INSERT',
      'session: SELECT INSERT UPDATE, should be SELECT INSERT UPDATE DELETE',
    ]);
    await prepared();
    expect(await faults()).toEqual([]);
    await asOwner('drop table forgotten, sealed');
  });
});

describe('the role itself', () => {
  const OWNED = `select count(*)::int as n from pg_shdepend where refclassid = 'pg_authid'::regclass and deptype = 'o' and refobjid = $1::regrole`;

  it('is nobody’s member, has no attribute, and owns nothing', async () => {
    const [row] = await asOwner(
      `select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, exists (select 1 from pg_auth_members where member = r.oid) as member from pg_roles r where rolname = $1`,
      [role],
    );
    expect(row).toEqual({ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, rolbypassrls: false, member: false });
    expect(await asOwner(OWNED, [role])).toEqual([{ n: 0 }]);
  });

  it('negative control: a table of its own is seen', async () => {
    await asOwner(`create table mine (n int); alter table mine owner to "${role}"`);
    expect((await asOwner<{ n: number }>(OWNED, [role]))[0]!.n).toBeGreaterThan(0);
    await asOwner('drop table mine');
  });
});

describe('the owner', () => {
  const name = `owner_${process.pid}`;
  const server = () => process.env[SERVER]!;
  afterAll(async () => {
    await onServer(server(), `drop database if exists ${name} with (force)`);
    for (const one of [`${name}_app`, name]) await onServer(server(), `drop role if exists ${one}`);
  });

  it('need be no superuser: who owns the database and may make roles prepares it, and makes the application’s', async () => {
    await onServer(server(), `create role ${name} createrole`);
    await onServer(server(), `create database ${name} owner ${name} template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`);
    const ownerUrl = new URL(server());
    ownerUrl.pathname = `/${name}`;
    ownerUrl.searchParams.set('options', `-c role=${name}`);
    const applicationUrl = new URL(ownerUrl);
    [applicationUrl.username, applicationUrl.password] = [`${name}_app`, 'geheim'];
    await prepareDatabase({ ownerUrl: ownerUrl.href, applicationUrl: applicationUrl.href, migrations: MIGRATIONS });
    const right = (sql: string) => onServer(ownerUrl.href, `select ${sql} as held`);
    expect(await right(`has_table_privilege('${name}_app', 'bid', 'select, insert') and (select rolcanlogin and not rolsuper from pg_roles where rolname = '${name}_app')`)).toEqual([{ held: true }]);
    expect(await right(`has_table_privilege('${name}_app', 'audit_entry', 'update') or has_database_privilege('${name}_app', '${name}', 'temporary, create')`)).toEqual([{ held: false }]);
  });

  it('that may not make roles is told which statement to have run', async () => {
    await onServer(server(), `alter role ${name} nocreaterole`);
    const ownerUrl = new URL(server());
    ownerUrl.pathname = `/${name}`;
    ownerUrl.searchParams.set('options', `-c role=${name}`);
    const applicationUrl = new URL(ownerUrl);
    applicationUrl.username = `${name}_other`;
    await expect(prepareDatabase({ ownerUrl: ownerUrl.href, applicationUrl: applicationUrl.href, migrations: MIGRATIONS })).rejects.toThrow(
      new RegExp(`DATABASE_OWNER_URL: .*CREATE ROLE "${name}_other" LOGIN NOSUPERUSER`),
    );
  });
});

/** Well-formed statements, so that nothing but the missing right stands in their way: the control runs each as a superuser. */
const FORBIDDEN = [
  `copy (select 1) to program 'true'`,
  `copy audit_entry (act) from program 'true'`,
  `copy (select 1) to '/dev/null'`,
  `select pg_read_file('PG_VERSION')`,
  `select pg_ls_dir('.')`,
  `select lo_import('/dev/null')`,
  'select pg_reload_conf()',
  'set session_replication_role = replica',
  'create table made (n int)',
  'create temporary table made (n int)',
  'create schema made',
  'create view made as select 1',
  'create sequence made',
  `create function made() returns int language sql as 'select 1'`,
  'create extension if not exists citext',
  'create role made',
  'create table bullmq.made (n int)',
  'alter table audit_entry add column made int',
  'alter table audit_entry disable trigger all',
  'alter table bid rename to made',
  'drop trigger audit_entry_append_only on audit_entry',
  'drop table news',
  'drop schema bullmq cascade',
  'create index made on account (name)',
  'create trigger made before insert on bid execute function forbid_change()',
  `create or replace function tianping_now() returns timestamptz language sql volatile as 'select now()'`,
  'alter function bid_gate rename to made',
  `update installation set kind = 'demonstration'`,
  `insert into migrations (timestamp, name) values (1, 'made')`,
  'delete from bullmq.migration',
  'truncate session cascade',
  'lock table audit_entry in access exclusive mode',
];

describe('what the application may not, whoever speaks through it', () => {
  it.each(FORBIDDEN)('%s', async (sql) => {
    expect(await attempt(application, sql)).toBe('42501');
    // negative control: with the rights it is done, or fails for another reason than a right
    expect(await attempt(owner, sql)).not.toBe('42501');
  });

  it('nor becomes another, nor more than it is', async () => {
    const boss = new URL(database.ownerUrl).username;
    for (const sql of [`set role "${boss}"`, `set session authorization "${boss}"`, `alter role "${role}" superuser`, `grant "${boss}" to "${role}"`])
      expect(`${sql}: ${await attempt(application, sql)}`).toBe(`${sql}: 42501`);
    const { rows } = await owner.query<{ pid: number }>('select pg_backend_pid() as pid');
    expect(await attempt(application, `select pg_terminate_backend(${rows[0]!.pid})`)).toBe('42501');
  });

  it('changes nothing in any append-only table: there is no right to, before any trigger is asked', async () => {
    for (const table of await appendOnly()) {
      const [column] = await asOwner<{ name: string }>(`select quote_ident(attname) as name from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum desc limit 1`, [table]);
      for (const sql of [`update ${table} set ${column!.name} = ${column!.name}`, `delete from ${table}`, `truncate ${table}`]) {
        const told = await application.query(sql).then(
          () => 'done',
          (error: Error) => error.message,
        );
        expect(`${sql}: ${told}`).toBe(`${sql}: permission denied for table ${table}`);
      }
    }
  });

  it('negative control: with the right granted and the trigger off, the log could be rewritten', async () => {
    await asOwner(`insert into audit_entry (at, actor_login, ip, request_id, act, object_type, object_id, outcome, detail) values (now(), 'x', '', '', 'x.y', '', '', 'done', '{}')`);
    await asOwner(`grant update on audit_entry to "${role}"; alter table audit_entry disable trigger audit_entry_append_only`);
    expect(await attempt(application, `update audit_entry set act = 'x.z'`)).toBeUndefined();
    await asOwner('alter table audit_entry enable trigger audit_entry_append_only');
    await prepared();
    expect(await attempt(application, `update audit_entry set act = 'x.z'`)).toBe('42501');
  });
});
