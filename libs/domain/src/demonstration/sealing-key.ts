import type { DemoAuthority } from './demo-authority';
import { ACCOUNTS, ORGANISATIONS, type WorldAccount, type WorldOrganisation } from './world';

/** Under which name the demonstration CA keeps a trustee's encryption key. */
export const encryptionKeyOf = (login: string): string => `${login}.encryption`;

/** The key to which shares are sealed for a trustee: made at the first start, kept with the demonstration CA. */
export const sealingKeyOf = (authority: DemoAuthority, { login, name }: WorldAccount, { name: organisation, uscc }: WorldOrganisation) =>
  authority.keep(encryptionKeyOf(login), () => authority.issue({ commonName: name, organisation, uscc }, { kind: 'rsa-2048', usage: 'encipherment' }));

/** All of them beforehand: an installation that finds them does not make its own. */
export function makeSealingKeys(authority: DemoAuthority): void {
  for (const one of ACCOUNTS) if (one.trustee) sealingKeyOf(authority, one, ORGANISATIONS.find(({ key }) => key === one.organisation)!);
}
