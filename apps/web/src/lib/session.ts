import { createContext, useContext } from 'react';

/** Who works here, as `/api/me` tells it. */
export interface Me {
  accountId: string;
  login: string;
  name: string;
  organisationId: string | null;
  organisationName: string | null;
  uscc: string | null;
  roles: { role: string; projectId?: string | null }[] | string[];
  permissions: string[];
  totp?: boolean;
  /** Signs in by a password, be it a first one. */
  password?: boolean;
  /** What this session has to get before it may do anything else. */
  lacks?: 'own-password' | 'second-factor' | null;
  installation?: 'demonstration' | 'production';
  simulatedClock?: boolean;
}

export const SessionContext = createContext<{ me: Me } | undefined>(undefined);

export function useMe(): Me {
  const session = useContext(SessionContext);
  if (!session) throw new Error('a part for signed-in persons outside their pages');
  return session.me;
}

/** Whether the interfaces would let this person do an act at all; whether now, each object says by its allowed acts. */
export const useCan = (): ((act: string) => boolean) => {
  const { permissions } = useMe();
  return (act) => permissions.includes(act);
};
