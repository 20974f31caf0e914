import type { INestApplication } from '@nestjs/common';
import { AccountActs, AccountsService, dto, FIRST_PASSWORD_DAYS, FirstPasswords } from '@domain/identity';
import { Db, type Tx } from '@platform/db';
import { checked } from '@platform/http';
import { z } from 'zod';
import { startInstallation } from './launch';

const Administrator = z.strictObject({ login: dto.login, name: dto.name, ...dto.document, organisation: dto.name, uscc: dto.uscc, region: dto.region, insteadOf: dto.login.optional() });
export type Administrator = z.input<typeof Administrator>;

/** Two, since each right needs two persons; after them nobody gives rights from outside. */
const MOST = 2;

/** Who can still sign in: a first password that was never used ends. */
const HELD = `select count(distinct a.person_hash)::int as persons, min(o.uscc) as uscc from role_grant g join account a on a.id = g.account_id join organisation o on o.id = a.organisation_id
where g.role = 'security-admin' and (g.ends_at is null or g.ends_at > tianping_now()) and a.suspended_at is null
  and (a.password_hash is not null or exists (select 1 from first_password_half h where h.account_id = a.id and h.ends_at > clock_timestamp())
    or exists (select 1 from certificate c where c.account_id = a.id and c.usage = 'signing' and c.ended_at is null))`;

const ADMINISTRATOR = `select a.id from account a join role_grant g on g.account_id = a.id where a.login = $1 and g.role = 'security-admin' and a.suspended_at is null limit 1`;

/** Of two, one may have lost what he signs in by, or be the danger; the other alone can do nothing about it. */
async function replaced(tx: Tx, acts: AccountActs, login: string): Promise<void> {
  const [found] = await tx.query<{ id: string }>(ADMINISTRATOR, [login]);
  if (!found) throw new Error(`没有账号为 ${login} 的在用安全管理员 / no security administrator in use has the account ${login}`);
  await acts.suspend(tx, found.id, '由运行主机的人员更换安全管理员');
}

/** The organisation of the first one, who makes it; the second belongs to the same. */
async function organisationFor(tx: Tx, accounts: AccountsService, held: { persons: number; uscc: string | null }, { organisation, uscc, region }: z.output<typeof Administrator>) {
  const [known] = await tx.query('select 1 from organisation where uscc = $1', [uscc]);
  if (held.persons === 0) return known ? accounts.organisationOf(tx, uscc) : accounts.addOrganisation(tx, { name: organisation, uscc, region });
  if (held.uscc !== uscc) throw new Error(`第二名安全管理员须属于同一单位 ${held.uscc} / the second security administrator belongs to the same organisation`);
  return accounts.organisationOf(tx, uscc);
}

/**
 * Makes the first two security administrators of an installation, one with each run: the trading centre's organisation comes with the first. With two there
 * is a second person for every right, so the command ends itself: everybody else is made over the interface (docs/decisions/0022). `insteadOf` suspends one of the two.
 */
export async function makeAdministrator(app: INestApplication, options: Administrator): Promise<{ login: string; password: string; missing: number }> {
  const wanted = checked(Administrator, options);
  const accounts = app.get(AccountsService);
  const first = app.get(FirstPasswords);
  return app.get(Db).system('identity.first-administrators', async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7468972)');
    if (wanted.insteadOf) await replaced(tx, app.get(AccountActs), wanted.insteadOf);
    const [held] = (await tx.query<{ persons: number; uscc: string | null }>(HELD)) as [{ persons: number; uscc: string | null }];
    if (held.persons >= MOST)
      throw new Error(
        '已有两名安全管理员，请在平台上由两人办理授权；其中一人不能履职的，用 --instead-of 更换 / there are two security administrators already: rights are given on the platform, by two persons; --instead-of replaces one who cannot act',
      );
    const centre = await organisationFor(tx, accounts, held, wanted);
    const { login, name, identityNumber, identityKind } = wanted;
    const account = await accounts.addAccount(tx, centre, { login, name, identityNumber, identityKind, roles: ['security-admin'], reason: '首批安全管理员' });
    const password = await first.drawWhole(tx, account.id);
    const [now] = (await tx.query<{ persons: number }>(HELD)) as [{ persons: number }];
    if (now.persons === held.persons) throw new Error('两名安全管理员须是两个人 / the two security administrators have to be two persons');
    return { login, password, missing: MOST - now.persons };
  });
}

export async function createAdministrator(options: Administrator): Promise<void> {
  const { app, stop } = await startInstallation({ env: process.env, durable: true, purpose: 'command' });
  try {
    const { login, password, missing } = await makeAdministrator(app, options);
    console.log(`安全管理员已建立 / security administrator made: ${login}\n初始口令（只显示一次）/ first password, shown once: ${password}`);
    console.log(`${FIRST_PASSWORD_DAYS} 天内用它登录，只能用来设置自己的口令，然后启用动态码 / good for ${FIRST_PASSWORD_DAYS} days, to sign in and set one's own; then turn on one-time codes`);
    if (missing > 0) console.log('授权须由两人办理：请再运行一次本命令，建立第二名安全管理员 / rights need two persons: run this command once more for the second one');
  } finally {
    await stop();
  }
}
