import { api } from '../lib/api/client';
import { announce, leaveNothing } from '../lib/device';
import { flushDrafts } from '../lib/draft-keeper';
import { dropConnection } from '../lib/socket';

/** Ends the session at the server and here: what was typed last is kept there, and nothing of the person stays in this browser, keys included. */
export async function signOut(): Promise<void> {
  await flushDrafts();
  await api.del('/api/sessions/current', {}).catch(() => undefined); // a session that is over already is what was wanted
  dropConnection();
  await leaveNothing();
  announce(null);
  location.assign('/login');
}
