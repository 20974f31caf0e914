import { api } from '../lib/api/client';
import { forgetDrafts } from '../lib/draft';
import { dropConnection } from '../lib/socket';

/** Ends the session here and at the server; drafts and keys leave a shared computer too. */
export async function signOut(): Promise<void> {
  await api.del('/api/sessions/current', {}).catch(() => undefined); // a session that is over already is what was wanted
  forgetDrafts();
  dropConnection();
  location.assign('/login');
}
