export interface CrowdOptions {
  /** Sockets at once. */
  most: number;
  /** Messages at once, and a second after that, on all of them together. */
  burst: number;
  perSecond: number;
}

interface Member {
  here: number;
  tokens: number;
  at: number;
}

/** How many sockets each sender has, and how fast he talks on them. `now` counts milliseconds and never goes back. */
export class Crowd {
  readonly #members = new Map<string, Member>();
  /** Who left, in that order: he is not forgotten before he would be fresh again, or leaving would be the way to talk on. */
  readonly #gone = new Map<string, Member>();

  constructor(
    private readonly options: CrowdOptions,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether one more socket may come; it counts until `leave`. */
  enter(who: string): boolean {
    this.#forget();
    const member = this.#members.get(who) ?? this.#gone.get(who) ?? { here: 0, tokens: this.options.burst, at: this.now() };
    if (member.here >= this.options.most) return false;
    member.here += 1;
    this.#gone.delete(who);
    this.#members.set(who, member);
    return true;
  }

  leave(who: string): void {
    const member = this.#members.get(who);
    if (!member || --member.here > 0) return;
    this.#refill(member);
    this.#members.delete(who);
    this.#gone.set(who, member);
  }

  /** Whether one more message is heard. */
  hear(who: string): boolean {
    const member = this.#members.get(who);
    if (!member) return false;
    this.#refill(member);
    if (member.tokens < 1) return false;
    member.tokens -= 1;
    return true;
  }

  #refill(member: Member): void {
    const { burst, perSecond } = this.options;
    const passed = this.now() - member.at;
    member.at += passed;
    member.tokens = Math.min(burst, member.tokens + (passed * perSecond) / 1000);
  }

  #forget(): void {
    const { burst, perSecond } = this.options;
    const fresh = this.now() - (burst / perSecond) * 1000;
    for (const [who, { at }] of this.#gone) {
      if (at > fresh) return;
      this.#gone.delete(who);
    }
  }
}
