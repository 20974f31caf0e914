import { Injectable } from '@nestjs/common';
import { refuse, refuseAny } from '@kernel';
import { type Caller, Db } from '@platform/db';
import { Attempts, signInMeters } from './attempts';
import { FirstPasswords, halvesFit } from './first-passwords';
import { Account } from './identity.entity';
import { R } from './identity.refusals';
import { passwordFaults } from './password-rules';
import { hashPassword } from './passwords';
import { SessionsService } from './sessions.service';
import { SignInService } from './sign-in.service';

/** A person's own password, known to nobody else. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly db: Db,
    private readonly attempts: Attempts,
    private readonly first: FirstPasswords,
    private readonly sessions: SessionsService,
    private readonly signIns: SignInService,
  ) {}

  /**
   * In the place of the present one, or of a first one. Guesses of it are counted like those at the sign-in. Every other session of the account and every remembered
   * device end; this session goes on, and lacks no own password any longer.
   */
  async change(caller: Caller, wanted: { current: string; wanted: string }): Promise<{ changed: true }> {
    const { login, sessionId } = caller.actor;
    refuseAny(passwordFaults(wanted, caller.actor));
    const meters = signInMeters(login, { device: `session ${sessionId}` });
    const known = await this.signIns.compare(login, wanted.current, meters);
    if (halvesFit(known.id, known.halves, wanted.wanted)) refuse(R.passwordSame({}, '/wanted')); // in whatever spelling
    const passwordHash = await hashPassword(wanted.wanted);
    return this.db.run(caller, async (tx) => {
      const account = await tx.lock(Account, { id: known.id }, 'account');
      await this.signIns.assertSame(tx, account, known);
      this.attempts.right(tx, meters);
      account.passwordHash = passwordHash;
      await tx.save(account);
      await this.first.end(tx, account.id);
      await this.sessions.endAll(tx, account.id, sessionId);
      await tx.query(`update session set means = $2 where id = $1 and means = 'first'`, [sessionId, account.totpSince ? 'code' : 'password']);
      await tx.record({ type: 'identity.password-changed', objectType: 'account', objectId: account.id, payload: { first: known.first } });
      return { changed: true as const };
    });
  }
}
