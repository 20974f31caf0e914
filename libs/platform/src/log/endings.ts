import { SettingError } from '../config';
import { log } from './log';

/**
 * What nobody caught leaves the process in a state that nobody knows: it is told, and the process ends with 1, so that whoever watches over it starts it anew.
 * What was committed is safe, and what was not counts as not done.
 */
export function endOnFault(): void {
  const end = (what: string) => (error: unknown) => {
    log('error', `${what}; the process ends`, error);
    process.exit(1);
  };
  process.on('uncaughtException', end('an exception that nobody caught'));
  process.on('unhandledRejection', end('a rejection that nobody caught'));
}

/** A start that failed ends the process, whatever was opened before: whoever watches over it hears of it. What a person can mend is one plain message, in lines as they were written; anything else keeps its stack. */
export function failStart(error: unknown): never {
  if (error instanceof SettingError) process.stderr.write(`${error.message}\n`);
  else log('error', 'not started', error);
  process.exit(1);
}
