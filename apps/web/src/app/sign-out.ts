import { api, ProblemError } from '../lib/api/client';
import { announce, leaveNothing } from '../lib/device';
import { flushDrafts } from '../lib/draft-keeper';
import { dropConnection } from '../lib/socket';

const isOver = (error: unknown): boolean => error instanceof ProblemError && error.status === 401;

/**
 * Ends the session at the server and here: what was typed last is kept there, and nothing of the person stays in this browser, keys included. Throws when the server
 * was not reached: then the session goes on, its cookie is no script's to delete, and whoever sits down next would be him.
 */
export async function signOut(): Promise<void> {
  await flushDrafts();
  await api.del('/api/sessions/current', {}).catch((error: unknown) => {
    if (!isOver(error)) throw error; // a session that is over already is what was wanted
  });
  dropConnection();
  await leaveNothing();
  announce(null);
  location.assign('/login');
}
