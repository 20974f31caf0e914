import { signIn } from '../../apps/cli/src/play/people';
import { bindingText } from '@kernel';
import type { Identity } from '@domain/demonstration';
import { readCertificate } from '@envelope';
import { type Client, sign } from '../../apps/cli/src/play/client';
import { rows } from './tools';
import { type Asked, confirm, type World } from './world';

export interface Wanted {
  organisationId: string;
  login: string;
  name: string;
  identityNumber: string;
  password?: string;
  roles: string[];
  reason?: string;
  endsAt?: string;
}

export const FAR = '2099-01-01T00:00:00Z';

/** The head of an organisation of the demonstration. */
export async function headOf(world: World, organisationId: string): Promise<Client> {
  const [head] = await rows<{ login: string }>(
    world,
    `select a.login from role_grant g join account a on a.id = g.account_id where g.role = 'organisation-head' and a.organisation_id = $1 and a.password_hash is not null`,
    [organisationId],
  );
  return signIn(world.url, head!.login, world.running.password!);
}

/** An account with its roles, as two persons make it: a security administrator asks, the organisation's head confirms. */
export async function accountOf(world: World, security: Client, wanted: Wanted, head?: Client): Promise<string> {
  const { accountId, asked } = await security.post<{ accountId: string; asked: Asked | null }>('/api/accounts', { reason: '测试', endsAt: FAR, ...wanted });
  if (asked) await confirm(head ?? (await headOf(world, wanted.organisationId)), asked);
  return accountId;
}

/** A person binds a certificate to his own account: nobody else can. */
export async function bindOwn(client: Client, login: string, identity: Identity): Promise<unknown> {
  const proof = sign(bindingText(login, readCertificate(identity.certificatePem).fingerprint), identity, await client.now());
  return client.post('/api/me/certificates', { certificate: identity.certificatePem, proof });
}
