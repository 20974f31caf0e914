import type { Me } from './session';

/** Names of the roles that a person holds, whatever project they are bound to. */
export const rolesOf = ({ roles }: Pick<Me, 'roles'>): string[] => (roles as (string | { role: string })[]).map((one) => (typeof one === 'string' ? one : one.role));
