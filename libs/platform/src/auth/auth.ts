import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { defineRefusals, type Refusal } from '@kernel';
import type { Actor, Caller, Lack } from '../db';

export * from './says';

/** Port that identity implements: who holds this session now, with all rights read at this moment. */
export abstract class ActorSource {
  /** Whether this installation issued the token at all, as far as can be told without asking anybody: made-up ones cost no look. */
  abstract issued(token: string): boolean;
  /**
   * undefined: unknown, ended or expired. An act always asks afresh; a read may be given an answer up to `maxAgeMs` old, which is less than
   * the second within which an ended right has to end (property 27).
   */
  abstract actorOf(token: string, maxAgeMs?: number): Promise<Actor | undefined>;
  /** Those of these tokens whose sessions stand, asked afresh: the sweep of sockets asks it of all twice a second, so it reads nothing else. */
  async standing(tokens: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.actorsOf(tokens)).keys());
  }
  /** The same as `actorOf` for many, asked afresh; who holds no session is absent. */
  async actorsOf(tokens: readonly string[]): Promise<ReadonlyMap<string, Actor>> {
    const found = await Promise.all(tokens.map(async (token) => [token, await this.actorOf(token)] as const));
    return new Map(found.flatMap(([token, actor]) => (actor ? [[token, actor] as const] : [])));
  }
  /** These sessions are in use without asking anything: who sits in a hall or room. Called as often as one likes. */
  seen(_tokens: readonly string[]): void {}
  /** Every permission code that some role holds; boot fails on a route whose act nobody could ever do. */
  abstract readonly permissions: ReadonlySet<string>;
}

/** The caller of a request, put there by the guard. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Caller => context.switchToHttp().getRequest<{ caller: Caller }>().caller);

export const R = defineRefusals('auth', {
  signInNeeded: {
    status: 401,
    zh: '您还没有登录，或登录已过期。',
    en: 'You are not signed in, or your session has ended.',
    next: { zh: '请重新登录后再试，已填写的内容不会丢失。', en: 'Sign in again; what you typed is kept.' },
  },
  foreignPage: {
    status: 403,
    zh: '请求不是从本平台的页面发出的，操作没有执行。',
    en: 'The request did not come from a page of this platform; nothing was done.',
    next: { zh: '请从平台页面重新操作；程序接入请使用 Authorization 头。', en: 'Use the pages of the platform; programs send an Authorization header.' },
  },
  codeRequired: {
    status: 403,
    zh: '用口令登录的账号须启用动态码后才能办理业务。',
    en: 'An account that signs in by password has to turn on one-time codes before it can do anything else.',
    next: { zh: '请在“账号”页面启用动态码，或使用证书登录。', en: 'Turn them on on the account page, or sign in with your certificate.' },
  },
  ownPasswordRequired: {
    status: 403,
    zh: '您用初始口令登录：先设置自己的口令，才能办理其他事项。',
    en: 'You signed in with a first password: set your own before you do anything else.',
    next: { zh: '请在“账号”页面设置自己的口令。', en: 'Set it on the account page.' },
  },
  proofNeeded: {
    status: 403,
    zh: '修改登录凭证前，请再次证明是您本人。',
    en: 'Show again that it is you before anything is changed by which you sign in.',
    next: { zh: '请重新输入口令（和动态码），或用数字证书签名，十分钟内有效。', en: 'Give your password (and code) again, or sign with your certificate; it counts for ten minutes.' },
  },
  notAllowed: {
    status: 403,
    zh: '您的角色没有办理此项的权限，操作没有执行。',
    en: 'Your role may not do this; nothing was done.',
    next: { zh: '如确需办理，请联系本单位管理员授权。', en: 'If you should be able to, ask the administrator of your organisation.' },
  },
});

const LACKING: Record<Lack, () => Refusal> = { 'own-password': R.ownPasswordRequired, 'second-factor': R.codeRequired };

/** May the actor do the act at all? Which objects he may do it on is decided by each module's access rules. */
export function refusalFor(actor: Actor, act: string, isPublic: boolean) {
  if (isPublic || actor.permissions.has(act)) return undefined;
  if (actor.lacks) return LACKING[actor.lacks]();
  return actor.accountId ? R.notAllowed({ act }) : R.signInNeeded();
}
